import { isDeepStrictEqual } from "node:util";
import { GatewayError } from "../errors/gateway-error.js";
import { MAX_PREFERENCES_BYTES, MAX_RECENT_REPOSITORIES } from "./settings-limits.js";
import type { RepositoryUse, SettingsChange, StoredSettings } from "./settings-store.js";

export const DEFAULT_SETTINGS: StoredSettings = {
  version: 0,
  language: null,
  gitUserName: null,
  gitUserEmail: null,
  analyticsConsent: null,
  defaultRepositoryId: null,
  preferences: {},
  recentRepositories: [],
  updatedAt: null,
};

/** The rules of `SettingsStore.change`, for every implementation. Gives the same object when nothing changes. */
export function applySettingsChange(settings: StoredSettings, change: SettingsChange, now: Date): StoredSettings {
  const { preferences, ...fields } = change;
  return nextVersion(settings, { ...fields, preferences: mergePreferences(settings.preferences, preferences) }, now);
}

/** The rules of `SettingsStore.reset`. Gives the same object when nothing changes. */
export function resetSettings(settings: StoredSettings, now: Date): StoredSettings {
  const { version: _, updatedAt: __, ...defaults } = DEFAULT_SETTINGS;
  return nextVersion(settings, defaults, now);
}

/** The rules of `SettingsStore.recordRepositoryUse`. */
export function addRepositoryUse(settings: StoredSettings, use: RepositoryUse, now: Date): StoredSettings {
  const { repositoryId } = use;
  const earlier = settings.recentRepositories.find((recent) => recent.repositoryId === repositoryId);
  const others = settings.recentRepositories.filter((recent) => recent !== earlier);
  const branchName = use.branchName === undefined ? (earlier?.branchName ?? null) : use.branchName;
  const newest = { repositoryId, branchName, usedAt: now.toISOString() };
  return { ...settings, recentRepositories: [newest, ...others].slice(0, MAX_RECENT_REPOSITORIES) };
}

function nextVersion(settings: StoredSettings, values: Partial<StoredSettings>, now: Date): StoredSettings {
  const changed = { ...settings, ...values };
  if (isDeepStrictEqual(changed, settings)) return settings;
  return { ...changed, version: settings.version + 1, updatedAt: now.toISOString() };
}

type Preferences = StoredSettings["preferences"];

function mergePreferences(current: Preferences, change: Preferences | undefined): Preferences {
  if (change === undefined) return current;
  // Through entries, for a key named __proto__ to be a key like any other; through JSON, to be apart from the caller's objects.
  const merged = new Map([
    ...Object.entries(current),
    ...Object.entries(JSON.parse(JSON.stringify(change)) as Preferences),
  ]);
  const preferences = Object.fromEntries([...merged].filter(([, value]) => value !== null));
  const bytes = Buffer.byteLength(JSON.stringify(preferences));
  if (bytes <= MAX_PREFERENCES_BYTES) return preferences;
  throw new GatewayError(
    "BAD_USER_INPUT",
    `All preferences together would take ${bytes} bytes, and ${MAX_PREFERENCES_BYTES} are allowed. Remove some with null, or store less.`,
  );
}
