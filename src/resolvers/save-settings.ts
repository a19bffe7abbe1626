import type { SettingsOutcome, SettingsProblem } from "../context/caller-settings.js";
import type { RequestContext } from "../context/request-context.js";
import { ERROR_CATALOGUE } from "../errors/error-catalogue.js";
import type { SaveSettingsInput } from "../schema/settings.input.js";
import type { ConflictError, InputError, UserError } from "../schema/user-error.type.js";

type Change = Parameters<RequestContext["settings"]["save"]>[0];

/** What the input changes: fields that are absent stay absent, and fields that are null stay null. */
export async function toSettingsChange(input: SaveSettingsInput, context: RequestContext): Promise<Change> {
  const { expectedVersion: _, clientMutationId: __, preferences, ...change } = input;
  if (preferences === undefined) return change;
  return { ...change, preferences: preferences ?? (await clearedPreferences(context)) };
}

/** Preferences are merged key by key, so that clearing them all is clearing each. */
async function clearedPreferences(context: RequestContext): Promise<Readonly<Record<string, null>>> {
  const { preferences } = await context.settings.read();
  return Object.fromEntries(Object.keys(preferences).map((key) => [key, null]));
}

/** What the user can put right; nothing when the settings were saved. */
export function toSettingsErrors(outcome: SettingsOutcome, { gateway }: RequestContext): readonly UserError[] {
  switch (outcome.kind) {
    case "saved":
      return [];
    case "conflict":
      return [toConflictError(outcome.settings.version, gateway.errorHelpUrl("SETTINGS_CONFLICT"))];
    case "invalid":
      return outcome.problems.map((problem) => toInputError(problem, gateway.errorHelpUrl("BAD_USER_INPUT")));
    default:
      return outcome satisfies never;
  }
}

function toConflictError(currentVersion: number, helpUrl: string): ConflictError {
  return {
    __typename: "ConflictError",
    code: "SETTINGS_CONFLICT",
    message: "The settings were changed elsewhere in the meantime. Reload them and make the change again.",
    path: ["input", "expectedVersion"],
    nextStep: ERROR_CATALOGUE.SETTINGS_CONFLICT.nextStep,
    helpUrl,
    currentVersion,
  };
}

function toInputError({ path, message }: SettingsProblem, helpUrl: string): InputError {
  return {
    __typename: "InputError",
    code: "BAD_USER_INPUT",
    message,
    path: ["input", ...path],
    nextStep: ERROR_CATALOGUE.BAD_USER_INPUT.nextStep,
    helpUrl,
  };
}
