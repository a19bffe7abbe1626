import type { AppRecord } from "./app-records.js";

/**
 * What the world consists of. A property that bears the name of a field of GitHub's schema is answered as it stands;
 * everything else has a resolver.
 */

export type Permission = "READ" | "TRIAGE" | "WRITE" | "MAINTAIN" | "ADMIN";
export type Visibility = "PUBLIC" | "PRIVATE" | "INTERNAL";
export type CheckState = "SUCCESS" | "PENDING" | "FAILURE" | "ERROR" | "EXPECTED";

/** What a recording of the real GitHub says about an object; it goes before everything made up. */
export interface Recorded {
  /** Values by the name of the field. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Sizes of connections, by the name of the field, whose objects were not recorded. */
  readonly counts?: Readonly<Record<string, number>>;
}

interface AccountRecord extends Recorded {
  readonly databaseId: number;
  readonly login: string;
  name: string | null;
  email: string;
  location: string | null;
  websiteUrl: string | null;
  twitterUsername: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface UserRecord extends AccountRecord {
  readonly __typename: "User";
  company: string | null;
  bio: string | null;
  isHireable: boolean;
  isEmployee: boolean;
}

export interface OrganizationRecord extends AccountRecord {
  readonly __typename: "Organization";
  description: string | null;
  /** By numeric id of the user. */
  readonly members: Map<number, "MEMBER" | "ADMIN">;
  /** What a plain member may do in every repository of the organization. */
  basePermission: Permission | null;
  /** Whether single sign-on is enforced. */
  saml: boolean;
  /** Whether lists leave out what single sign-on withholds, so that the header alone tells. */
  withholdsQuietly: boolean;
  /** Whether the caller's address is shut out. */
  ipAllowList: boolean;
  /** Whether classic personal access tokens are refused. */
  forbidsClassicTokens: boolean;
  /** Whether OAuth Apps that nobody approved are refused. */
  restrictsOAuthApps: boolean;
}

export type Account = UserRecord | OrganizationRecord;

export interface BotRecord {
  readonly __typename: "Bot";
  readonly databaseId: number;
  readonly login: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface LanguageRecord {
  readonly __typename: "Language";
  readonly databaseId: number;
  readonly name: string;
  readonly color: string | null;
}

export interface LicenseRecord {
  readonly __typename: "License";
  readonly databaseId: number;
  readonly key: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly spdxId: string;
}

export interface LabelRecord {
  readonly __typename: "Label";
  readonly databaseId: number;
  readonly repository: RepositoryRecord;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
  readonly isDefault: boolean;
  readonly createdAt: string;
}

export interface CommitRecord {
  readonly __typename: "Commit";
  readonly repository: RepositoryRecord;
  readonly oid: string;
  readonly message: string;
  readonly committedDate: string;
  readonly author: UserRecord | null;
  readonly authorName: string;
  readonly authorEmail: string;
  readonly checks: CheckState | null;
  /** How many commits stand below this one. */
  readonly depth: number;
}

export interface ProtectionRecord {
  readonly __typename: "BranchProtectionRule";
  readonly databaseId: number;
  readonly repository: RepositoryRecord;
  readonly pattern: string;
  readonly requiredApprovingReviewCount: number;
  readonly requiredStatusCheckContexts: readonly string[];
}

export interface RefRecord {
  readonly __typename: "Ref";
  readonly repository: RepositoryRecord;
  /** For example `refs/heads/main`. */
  readonly fullName: string;
  readonly commit: CommitRecord;
  protection: ProtectionRecord | null;
  /** Types of the ruleset rules that hold, for example `DELETION`. */
  rules: readonly string[];
}

interface WorkItemRecord extends Recorded {
  readonly databaseId: number;
  readonly repository: RepositoryRecord;
  readonly number: number;
  title: string;
  body: string;
  author: UserRecord | BotRecord | null;
  assigned: UserRecord[];
  mentioned: UserRecord[];
  labelled: LabelRecord[];
  commentCount: number;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  locked: boolean;
}

export interface IssueRecord extends WorkItemRecord {
  readonly __typename: "Issue";
  state: "OPEN" | "CLOSED";
}

export interface ReviewRecord {
  readonly __typename: "PullRequestReview";
  readonly databaseId: number;
  readonly pullRequest: PullRequestRecord;
  readonly author: UserRecord;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED";
  readonly body: string;
  readonly submittedAt: string;
}

export interface ReviewThreadRecord {
  readonly __typename: "PullRequestReviewThread";
  readonly databaseId: number;
  readonly pullRequest: PullRequestRecord;
  readonly isResolved: boolean;
  readonly isOutdated: boolean;
  readonly path: string;
}

export interface PullRequestRecord extends WorkItemRecord {
  readonly __typename: "PullRequest";
  state: "OPEN" | "CLOSED" | "MERGED";
  isDraft: boolean;
  headRefName: string;
  baseRefName: string;
  head: CommitRecord;
  mergeable: "MERGEABLE" | "CONFLICTING" | "UNKNOWN";
  reviewDecision: "APPROVED" | "CHANGES_REQUESTED" | "REVIEW_REQUIRED" | null;
  reviewList: ReviewRecord[];
  threadList: ReviewThreadRecord[];
  requested: UserRecord[];
  mergedAt: string | null;
  additions: number;
  deletions: number;
  changedFiles: number;
}

export interface RepositoryRecord extends Recorded {
  readonly __typename: "Repository";
  readonly databaseId: number;
  owner: Account;
  name: string;
  description: string | null;
  visibility: Visibility;
  isArchived: boolean;
  isFork: boolean;
  parent: RepositoryRecord | null;
  isTemplate: boolean;
  isDisabled: boolean;
  isMirror: boolean;
  isLocked: boolean;
  hasIssuesEnabled: boolean;
  hasWikiEnabled: boolean;
  hasProjectsEnabled: boolean;
  hasDiscussionsEnabled: boolean;
  homepageUrl: string | null;
  diskUsage: number;
  forkCount: number;
  stargazerCount: number;
  createdAt: string;
  updatedAt: string;
  pushedAt: string | null;
  licenseInfo: LicenseRecord | null;
  languageSizes: readonly { readonly language: LanguageRecord; readonly size: number }[];
  topics: readonly string[];
  /** Name of the default branch; `null` in an empty repository. */
  defaultBranch: string | null;
  /** By numeric id of the user. */
  readonly collaborators: Map<number, Permission>;
  /** Filled at first use, because most repositories are never opened. */
  readonly refs: () => Map<string, RefRecord>;
  readonly labelList: LabelRecord[];
  readonly items: Map<number, IssueRecord | PullRequestRecord>;
}

export type TokenKind = "classic" | "fine-grained" | "oauth-app" | "app-user";

export interface TokenRecord {
  /** The name by which the journal and the switches know it. */
  readonly name: string;
  /** The secret itself. */
  readonly text: string;
  readonly kind: TokenKind;
  readonly user: UserRecord;
  /** Scopes of a classic or OAuth App token; empty for the other kinds. */
  scopes: readonly string[];
  /** The App that it was issued to; `null` for a personal token. */
  readonly app: AppRecord | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch: until then a part of GitHub does not know it yet. */
  readonly validFrom: number;
  /** Milliseconds since the epoch. */
  expiresAt: number | null;
  revoked: boolean;
  /** Logins of the organizations whose single sign-on it is authorized for. */
  readonly ssoAuthorized: Set<string>;
  /** Whether an organization has yet to approve it: until then it shows what is public. */
  pendingApproval: boolean;
  /** Owners, or `owner/name`, that a token is limited to by itself, not by its App; `null` for no limit. */
  reach: readonly string[] | null;
}

export type NodeRecord =
  | Account
  | BotRecord
  | RepositoryRecord
  | RefRecord
  | CommitRecord
  | IssueRecord
  | PullRequestRecord
  | LabelRecord
  | LanguageRecord
  | LicenseRecord
  | ProtectionRecord
  | ReviewRecord
  | ReviewThreadRecord;
