import { useEffect, useState } from "react";
import { useMutation } from "urql";
import { failureOf, type Failure } from "../../errors/failure.js";
import {
  SaveSettingsDocument,
  type SettingsProblemFragment,
  type SettingsValuesFragment,
} from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { dropDraft, keepDraft, keptDraft } from "./kept-draft.js";
import {
  differences,
  parsePreferences,
  toDraft,
  toInput,
  type DraftField,
  type SettingsDraft,
} from "./settings-draft.js";
import { mergeDrafts, takeFields, type SettingsConflict } from "./settings-merge.js";

export type SettingsProblems = Partial<Readonly<Record<DraftField, string>>>;

export interface SettingsForm {
  readonly draft: SettingsDraft;
  readonly change: (change: Partial<SettingsDraft>) => void;
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** Until the next change. */
  readonly isSaved: boolean;
  readonly problems: SettingsProblems;
  readonly failure: Failure | undefined;
  readonly conflict: SettingsConflict | undefined;
  readonly save: (seen?: SettingsProblems) => void;
  /** Back to what is stored. */
  readonly discard: () => void;
}

interface State {
  /** What the draft was made from. */
  readonly version: number;
  readonly base: SettingsDraft;
  readonly draft: SettingsDraft;
  readonly problems: SettingsProblems;
  readonly failure?: Failure | undefined;
  readonly conflict?: SettingsConflict | undefined;
  readonly isSaved?: boolean;
}

/** The form and its way to the gateway. What was typed is kept, whatever comes back. */
export function useSettingsForm(stored: SettingsValuesFragment): SettingsForm {
  const [state, setState] = useState<State>(() => ({ ...startWith(stored), ...keptDraft(stored.id) }));
  const [{ fetching }, send] = useMutation(SaveSettingsDocument);
  const { version, base, draft } = state;
  const isChanged = differences(base, draft).length > 0;
  useEffect(() => {
    if (isChanged) keepDraft(stored.id, { version, base, draft });
    else dropDraft();
  }, [isChanged, stored.id, version, base, draft]);
  // What was saved elsewhere shows by itself as long as nothing is typed here.
  if (!isChanged && stored.version > version) setState(startWith(stored));

  async function save(seen: SettingsProblems): Promise<void> {
    const problems = problemsOf(draft);
    // The gateway finds what is seen here by itself; it is told here only when the gateway is not asked.
    if (Object.keys(problems).length > 0) return setState({ ...state, problems: { ...seen, ...problems } });
    const { data, error } = await send({ input: { ...toInput(base, draft), expectedVersion: version } });
    const payload = data?.saveSettings;
    if (!payload?.settings) return setState((now) => ({ ...now, failure: failureOf(error, "saveSettings") }));
    const { settings, userErrors } = payload;
    setState((now) => answered(now, draft, { settings, userErrors }));
  }

  return {
    draft,
    change: (change) =>
      setState((now) => ({
        ...now,
        draft: { ...now.draft, ...change },
        problems: {},
        failure: undefined,
        isSaved: false,
      })),
    isChanged,
    isSaving: fetching,
    isSaved: state.isSaved === true,
    problems: state.problems,
    failure: state.failure,
    conflict: state.conflict,
    save: (seen = {}) => void save(seen),
    discard: () => setState(startWith(stored)),
  };
}

function startWith(settings: SettingsValuesFragment): State {
  const draft = toDraft(settings);
  return { version: settings.version, base: draft, draft, problems: {} };
}

/** What the gateway need not be asked to refuse. */
function problemsOf({ preferences, defaultRepository }: SettingsDraft): SettingsProblems {
  return {
    ...(parsePreferences(preferences) === undefined && { preferences: texts.settings.preferences.notAnObject }),
    ...(defaultRepository?.id === "" && { defaultRepository: texts.settings.defaultRepository.unknown }),
  };
}

interface Answer {
  readonly settings: SettingsValuesFragment;
  readonly userErrors: readonly SettingsProblemFragment[];
}

function answered(now: State, sent: SettingsDraft, { settings, userErrors }: Answer): State {
  const stored = startWith(settings);
  if (userErrors.length === 0) {
    const typedSince = differences(sent, now.draft);
    return { ...stored, draft: takeFields(stored.base, now.draft, typedSince), isSaved: typedSince.length === 0 };
  }
  if (userErrors.some(({ __typename }) => __typename === "ConflictError")) {
    const { draft, ...conflict } = mergeDrafts(now.base, now.draft, stored.base);
    return { ...stored, draft, conflict };
  }
  return { ...now, problems: Object.fromEntries(userErrors.map(({ path, message }) => [fieldOf(path), message])) };
}

/** `["input", "defaultRepositoryId"]` is about `defaultRepository`. */
function fieldOf([, name = ""]: readonly string[]): string {
  return name.replace(/Id$/, "");
}
