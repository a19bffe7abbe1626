import { DRAFT_FIELDS, type SettingsDraft } from "./settings-draft.js";

const KEY = "octogate:settings-draft";

/** What was typed and is not saved yet, and what it was made from. */
export interface KeptDraft {
  readonly version: number;
  readonly base: SettingsDraft;
  readonly draft: SettingsDraft;
}

interface Stored extends KeptDraft {
  /** Id of the settings: whoever signs in next in this tab has others. */
  readonly of: string;
}

/** Keeps it in this tab, outside of the page: it outlives other pages, a reload, and signing in once more. */
export function keepDraft(settingsId: string, { version, base, draft }: KeptDraft): void {
  const stored: Stored = { of: settingsId, version, base, draft };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // Where the browser keeps nothing, it asks before the page is left.
  }
}

/** What was kept of these settings. */
export function keptDraft(settingsId: string): KeptDraft | undefined {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Stored | null;
    return stored?.of === settingsId && isWhole(stored.base) && isWhole(stored.draft) ? stored : undefined;
  } catch {
    return undefined;
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}

/** One that an older version of this page kept can have fewer fields. */
function isWhole(draft: SettingsDraft): boolean {
  return DRAFT_FIELDS.every((field) => field in draft);
}
