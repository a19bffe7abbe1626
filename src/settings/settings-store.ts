/** Settings of one subject as they are kept. `version` is 0 and `updatedAt` null when nothing was ever stored. */
export interface StoredSettings {
  readonly version: number;
  /** BCP 47 tag. */
  readonly language: string | null;
  readonly gitUserName: string | null;
  readonly gitUserEmail: string | null;
  /** Null until the user was asked. */
  readonly analyticsConsent: boolean | null;
  readonly defaultRepositoryId: string | null;
  /** JSON values only. */
  readonly preferences: Readonly<Record<string, unknown>>;
  /** Newest first, at most 20, each repository once. */
  readonly recentRepositories: readonly RecentRepository[];
  /** RFC 3339, UTC. */
  readonly updatedAt: string | null;
}

export interface RecentRepository {
  readonly repositoryId: string;
  readonly branchName: string | null;
  /** RFC 3339, UTC. */
  readonly usedAt: string;
}

/** What to change: an absent field stays, null clears. `preferences` merge key by key, and a null removes its key. */
export type SettingsChange = Partial<
  Pick<
    StoredSettings,
    "language" | "gitUserName" | "gitUserEmail" | "analyticsConsent" | "defaultRepositoryId" | "preferences"
  >
>;

export interface ChangeOptions {
  /** Refuse the change when the stored version is another one. */
  readonly expectedVersion?: number;
}

export type ChangeResult =
  | { readonly ok: true; readonly settings: StoredSettings }
  | { readonly ok: false; readonly conflict: number };

export interface RepositoryUse {
  readonly repositoryId: string;
  /** Absent keeps the branch remembered earlier, null forgets it. */
  readonly branchName?: string | null;
}

/**
 * Keeps the settings of each subject (see `subjectOf`).
 *
 * Every method rejects with the GatewayError `SESSION_STORE_UNAVAILABLE` when the store cannot be read or written, and
 * then nothing has changed. Values are expected to have passed `validateSettingsChange`.
 */
export interface SettingsStore {
  /** The defaults when nothing is stored. */
  read(subject: string): Promise<StoredSettings>;

  /**
   * Changes what is given and nothing else. The version grows by one, or stays when the values were the same already.
   * Rejects with `BAD_USER_INPUT` when the preferences would outgrow their limit after merging.
   */
  change(subject: string, change: SettingsChange, options?: ChangeOptions): Promise<ChangeResult>;

  /** Back to the defaults, recent repositories included. The version still grows. Never touches a credential. */
  reset(subject: string): Promise<StoredSettings>;

  /**
   * Puts a repository at the head of the recent ones. Leaves `version` and `updatedAt` alone: picking a repository in
   * one tab must not refuse the settings form that is open in another.
   */
  recordRepositoryUse(subject: string, use: RepositoryUse): Promise<StoredSettings>;
}
