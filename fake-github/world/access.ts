import type { AppRecord } from "./app-records.js";
import type { OrganizationRecord, Permission, RepositoryRecord, TokenRecord, UserRecord } from "./records.js";

/** Why GitHub refuses an object that the user may see and this token may not. */
export interface Denial {
  readonly organization: OrganizationRecord;
  readonly message: string;
  readonly isSaml: boolean;
}

const TOKEN_NAMES = {
  classic: "Personal Access token",
  "fine-grained": "Personal Access token",
  "oauth-app": "OAuth token",
  "app-user": "OAuth token",
} as const;

const BLAMELESS = "Although you appear to have the correct authorization credentials,";

/** What an organization has against this token, if anything. Concerns members only: others see what is public. */
export function denialOf(token: TokenRecord, organization: OrganizationRecord): Denial | null {
  if (!organization.members.has(token.user.databaseId)) return null;
  const { login } = organization;
  if (organization.ipAllowList) {
    const message = `${BLAMELESS} the \`${login}\` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.`;
    return { organization, message, isSaml: false };
  }
  if (organization.forbidsClassicTokens && token.kind === "classic") {
    const message = `\`${login}\` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.`;
    return { organization, message, isSaml: false };
  }
  if (organization.restrictsOAuthApps && token.kind === "oauth-app") {
    const message = `${BLAMELESS} the \`${login}\` organization has enabled OAuth App access restrictions, meaning that data access to third-parties is limited. For more information on these restrictions, including how to enable this app, visit https://docs.github.com/articles/restricting-access-to-your-organization-s-data/`;
    return { organization, message, isSaml: false };
  }
  // A fine-grained token of the organization was approved by it, which includes single sign-on.
  const needsSso = organization.saml && !(token.kind === "fine-grained" && reaches(token, login, null));
  if (needsSso && !token.ssoAuthorized.has(login)) {
    const message = `Resource protected by organization SAML enforcement. You must grant your ${TOKEN_NAMES[token.kind]} access to this organization.`;
    return { organization, message, isSaml: true };
  }
  return null;
}

/** Whether an App is installed for a repository and may use it now. */
export function isInstalledFor(app: AppRecord, { owner, databaseId }: RepositoryRecord): boolean {
  const installation = app.installations.get(owner.databaseId);
  if (!installation || installation.suspendedAt !== null) return false;
  return installation.selection === "all" || installation.selection.has(databaseId);
}

function reaches(token: TokenRecord, owner: string, name: string | null): boolean {
  if (token.reach === null) return true;
  return token.reach.some((entry) => {
    const [reachOwner, reachName] = entry.toLowerCase().split("/");
    if (reachOwner !== owner.toLowerCase()) return false;
    return name === null || reachName === undefined || reachName === name.toLowerCase();
  });
}

const RANKS: readonly Permission[] = ["READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN"];

/** What a user may do in a repository; `null` when they may not even see it. */
export function permissionOf(user: UserRecord, repository: RepositoryRecord): Permission | null {
  const { owner } = repository;
  if (owner === user) return "ADMIN";
  const found: (Permission | null)[] = [repository.collaborators.get(user.databaseId) ?? null];
  if (repository.visibility === "PUBLIC") found.push("READ");
  if (owner.__typename === "Organization") {
    const role = owner.members.get(user.databaseId);
    if (role === "ADMIN") return "ADMIN";
    if (role) found.push(owner.basePermission, repository.visibility === "INTERNAL" ? "READ" : null);
  }
  return RANKS.findLast((rank) => found.includes(rank)) ?? null;
}

/** How a user is related to a repository, in the words of GitHub's affiliations. */
export function affiliationsOf(user: UserRecord, repository: RepositoryRecord): readonly string[] {
  const { owner } = repository;
  const found: string[] = [];
  if (owner === user) found.push("OWNER");
  if (repository.collaborators.has(user.databaseId)) found.push("COLLABORATOR");
  if (owner.__typename === "Organization" && owner.members.has(user.databaseId)) {
    const role = owner.members.get(user.databaseId);
    if (role === "ADMIN" || owner.basePermission !== null || repository.visibility === "INTERNAL") {
      found.push("ORGANIZATION_MEMBER");
    }
  }
  return found;
}

/** Whether a token shows a repository: `false` looks as if it did not exist, a denial says who refuses it. */
export function accessTo(token: TokenRecord, repository: RepositoryRecord): boolean | Denial {
  if (permissionOf(token.user, repository) === null) return false;
  if (repository.visibility !== "PUBLIC") {
    const hasScopes = token.kind === "classic" || token.kind === "oauth-app";
    if (hasScopes && !token.scopes.includes("repo")) return false;
    if (token.pendingApproval) return false;
    if (!reaches(token, repository.owner.login, repository.name)) return false;
    // What is private needs the App and the user; what is public is shown to anyone who asks.
    if (token.kind === "app-user" && token.app && !isInstalledFor(token.app, repository)) return false;
  }
  const organization = repository.owner.__typename === "Organization" ? repository.owner : null;
  return (organization && denialOf(token, organization)) ?? true;
}
