import type { OrganizationRecord, UserRecord } from "./records.js";
import type { World } from "./world.js";

export interface UserOptions extends Partial<Omit<UserRecord, "__typename" | "login">> {
  readonly login: string;
}

export function createUser(world: World, { login, ...given }: UserOptions): UserRecord {
  return {
    __typename: "User",
    databaseId: world.nextId(),
    login,
    name: login
      .split("-")
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(" "),
    email: "",
    company: null,
    bio: null,
    location: null,
    websiteUrl: null,
    twitterUsername: null,
    isHireable: false,
    isEmployee: false,
    createdAt: world.daysAgo(2900),
    updatedAt: world.daysAgo(3),
    ...given,
  };
}

export interface OrganizationOptions extends Partial<Omit<OrganizationRecord, "__typename" | "login" | "members">> {
  readonly login: string;
}

export function createOrganization(world: World, { login, ...given }: OrganizationOptions): OrganizationRecord {
  return {
    __typename: "Organization",
    databaseId: world.nextId(),
    login,
    name: login.slice(0, 1).toUpperCase() + login.slice(1),
    email: "",
    description: null,
    location: null,
    websiteUrl: null,
    twitterUsername: null,
    members: new Map(),
    basePermission: "WRITE",
    saml: false,
    withholdsQuietly: false,
    ipAllowList: false,
    forbidsClassicTokens: false,
    restrictsOAuthApps: false,
    createdAt: world.daysAgo(2500),
    updatedAt: world.daysAgo(10),
    ...given,
  };
}
