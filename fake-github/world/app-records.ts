import type { Account } from "./records.js";

export type AppKind = "github-app" | "oauth-app";
export type AppPermissions = Readonly<Record<string, "read" | "write" | "admin">>;

/** A GitHub App or an OAuth App. */
export interface AppRecord {
  readonly databaseId: number;
  readonly slug: string;
  readonly kind: AppKind;
  readonly owner: Account;
  name: string;
  readonly clientId: string;
  clientSecret: string;
  /** Callback addresses; the first is taken when a request names none. */
  redirectUris: readonly string[];
  /** Where GitHub sends someone who has installed the App, when that is not the callback address. */
  setupUrl: string | null;
  /** Whether installing the App asks for the user's authorization at the same time. */
  authorizesOnInstall: boolean;
  /** Whether user tokens end and come with a refresh token; never so for an OAuth App. */
  hasExpiringTokens: boolean;
  /** Seconds; GitHub's own are 28,800 and 15,811,200. */
  accessTokenLife: number;
  refreshTokenLife: number;
  hasDeviceFlow: boolean;
  /** Seconds between two polls of the device flow. */
  deviceInterval: number;
  /** What the App asks of those who install it now. */
  permissions: AppPermissions;
  readonly events: readonly string[];
  readonly createdAt: string;
  /** By numeric id of the account; an App is installed once on each. */
  readonly installations: Map<number, InstallationRecord>;
}

/** An App on an account, for all of its repositories or for some. */
export interface InstallationRecord {
  readonly databaseId: number;
  readonly app: AppRecord;
  readonly account: Account;
  /** Numeric ids of the repositories that were selected, or all that there are and will be. */
  selection: "all" | ReadonlySet<number>;
  suspendedAt: string | null;
  /** What the owner has approved; less than the App's own after the App asked for more. */
  permissions: AppPermissions;
  readonly createdAt: string;
  updatedAt: string;
}
