import { createHash } from "node:crypto";
import { GatewayError } from "../errors/gateway-error.js";
import type {
  RecentRepository,
  RepositoryUse,
  SettingsChange,
  SettingsStore,
  StoredSettings,
} from "../settings/settings-store.js";
import {
  validateRepositoryUse,
  validateSettingsChange,
  type SettingsProblem,
} from "../settings/validate-settings-change.js";

export type { SettingsProblem };

/** What became of a change of settings. `settings` is what is stored now, changed or not. */
export type SettingsOutcome =
  | { readonly kind: "saved"; readonly settings: StoredSettings }
  | { readonly kind: "invalid"; readonly settings: StoredSettings; readonly problems: readonly SettingsProblem[] }
  | { readonly kind: "conflict"; readonly settings: StoredSettings };

/** The settings of one caller. */
export interface CallerSettings {
  /** Global id of the caller's settings. */
  readonly id: string;
  read(): Promise<StoredSettings>;
  /** Absent fields stay, `null` clears; refused if `expectedVersion` is given and another is stored. */
  save(change: SettingsChange, options: { readonly expectedVersion: number | null }): Promise<SettingsOutcome>;
  reset(): Promise<StoredSettings>;
  recordRepositoryUse(use: RepositoryUse): Promise<SettingsOutcome>;
  /** What the caller used last, newest first: as it was at the first look in this request, or after its last change. */
  recentRepositories(): Promise<readonly RecentRepository[]>;
}

/** Binds the settings store to one caller for one request. */
export function callerSettings(store: SettingsStore, subject: string): CallerSettings {
  let recent: Promise<readonly RecentRepository[]> | undefined;
  async function written<Result>(writing: Promise<Result>): Promise<Result> {
    const result = await writing;
    recent = undefined;
    return result;
  }
  async function invalid(problems: readonly SettingsProblem[]): Promise<SettingsOutcome> {
    return { kind: "invalid", settings: await store.read(subject), problems };
  }
  return {
    id: `OG_settings_${createHash("sha256").update(subject).digest("base64url").slice(0, 16)}`,
    read: () => store.read(subject),
    async save(change, { expectedVersion }) {
      const problems = validateSettingsChange(change);
      if (problems.length > 0) return invalid(problems);
      try {
        const version = expectedVersion === null ? {} : { expectedVersion };
        const result = await written(store.change(subject, change, version));
        if (result.ok) return { kind: "saved", settings: result.settings };
        return { kind: "conflict", settings: await store.read(subject) };
      } catch (error) {
        // Only the store knows how large the preferences become with the ones that are there.
        if (!(error instanceof GatewayError) || error.code !== "BAD_USER_INPUT") throw error;
        return invalid([{ path: ["preferences"], message: error.message }]);
      }
    },
    reset: () => written(store.reset(subject)),
    async recordRepositoryUse(use) {
      const problems = validateRepositoryUse(use);
      if (problems.length > 0) return invalid(problems);
      return { kind: "saved", settings: await written(store.recordRepositoryUse(subject, use)) };
    },
    recentRepositories: () => (recent ??= store.read(subject).then((settings) => settings.recentRepositories)),
  };
}
