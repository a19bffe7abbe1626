import type { SaveSettingsInput, SettingsValuesFragment } from "../../generated/operations.js";

/** Settings as the form has them. */
export interface SettingsDraft {
  readonly gitUserName: string;
  readonly gitUserEmail: string;
  readonly language: string;
  /** `null` until the user has said something. */
  readonly analyticsConsent: boolean | null;
  /** With an empty id as long as no repository is known by the name that is typed. */
  readonly defaultRepository: SettingsValuesFragment["defaultRepository"];
  /** JSON, as it is typed. */
  readonly preferences: string;
}

export type DraftField = keyof SettingsDraft;

export const DRAFT_FIELDS: readonly DraftField[] = [
  "gitUserName",
  "gitUserEmail",
  "language",
  "defaultRepository",
  "analyticsConsent",
  "preferences",
];

export function toDraft(settings: SettingsValuesFragment): SettingsDraft {
  return {
    gitUserName: settings.gitUserName ?? "",
    gitUserEmail: settings.gitUserEmail ?? "",
    language: settings.language,
    analyticsConsent: settings.analyticsConsent,
    defaultRepository: settings.defaultRepository,
    preferences: JSON.stringify(settings.preferences, null, 2),
  };
}

/** The fields in which two drafts say different things. */
export function differences(one: SettingsDraft, other: SettingsDraft): readonly DraftField[] {
  return DRAFT_FIELDS.filter((field) => comparable(one, field) !== comparable(other, field));
}

function comparable(draft: SettingsDraft, field: DraftField): string {
  switch (field) {
    case "defaultRepository":
      return draft.defaultRepository?.id || draft.defaultRepository?.nameWithOwner || "";
    case "preferences":
      return JSON.stringify(parsePreferences(draft.preferences) ?? draft.preferences);
    case "analyticsConsent":
      return String(draft.analyticsConsent);
    default:
      return draft[field].trim();
  }
}

/** What to send so that `draft` is stored in the place of `base`: only what is different, `null` where it is cleared. */
export function toInput(base: SettingsDraft, draft: SettingsDraft): SaveSettingsInput {
  const input: Record<string, unknown> = {};
  for (const field of differences(base, draft)) {
    switch (field) {
      case "defaultRepository":
        input["defaultRepositoryId"] = draft.defaultRepository?.id ?? null;
        break;
      case "preferences":
        input["preferences"] = changedKeys(parsePreferences(base.preferences), parsePreferences(draft.preferences));
        break;
      case "analyticsConsent":
        input["analyticsConsent"] = draft.analyticsConsent;
        break;
      default:
        input[field] = draft[field].trim() || null;
    }
  }
  return input;
}

type Preferences = Readonly<Record<string, unknown>>;

/** `undefined` for a text that is not a JSON object. */
export function parsePreferences(text: string): Preferences | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() || "{}");
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Preferences) : undefined;
  } catch {
    return undefined;
  }
}

/** The gateway merges preferences key by key; `null` removes a key. */
function changedKeys(base: Preferences = {}, draft: Preferences = {}): Preferences {
  const removed = Object.keys(base).filter((key) => !Object.hasOwn(draft, key));
  const changed = Object.entries(draft).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(base[key]));
  return { ...Object.fromEntries(removed.map((key) => [key, null])), ...Object.fromEntries(changed) };
}
