import { differences, type DraftField, type SettingsDraft } from "./settings-draft.js";

/** What somebody else has saved while something was typed here, and where a choice has to be made. */
export interface SettingsConflict {
  readonly mine: SettingsDraft;
  readonly theirs: SettingsDraft;
  /** Changed there, and not here: taken over. */
  readonly takenOver: readonly DraftField[];
  /** Changed there and here, to different things. */
  readonly undecided: readonly DraftField[];
}

export interface Merged extends SettingsConflict {
  /** What was typed, with what was changed elsewhere only. */
  readonly draft: SettingsDraft;
}

/** Three-way: `base` is what both began with. */
export function mergeDrafts(base: SettingsDraft, mine: SettingsDraft, theirs: SettingsDraft): Merged {
  const changedHere = new Set(differences(base, mine));
  const changedThere = differences(base, theirs);
  const takenOver = changedThere.filter((field) => !changedHere.has(field));
  const apart = new Set(differences(mine, theirs));
  const undecided = changedThere.filter((field) => changedHere.has(field) && apart.has(field));
  return { mine, theirs, takenOver, undecided, draft: takeFields(mine, theirs, takenOver) };
}

export function takeFields(into: SettingsDraft, from: SettingsDraft, fields: readonly DraftField[]): SettingsDraft {
  return { ...into, ...Object.fromEntries(fields.map((field) => [field, from[field]])) };
}
