import type { SettingsOutcome } from "../context/caller-settings.js";
import type { RequestContext } from "../context/request-context.js";
import type { Settings } from "../schema/settings.type.js";

type Stored = SettingsOutcome["settings"];

const DEFAULT_LANGUAGE = "en";

/** The caller's settings as they are now. */
export async function readSettings(context: RequestContext): Promise<Settings> {
  return toSettings(await context.settings.read(), context);
}

export function toSettings(stored: Stored, context: RequestContext): Settings {
  return {
    ...stored,
    __typename: "Settings",
    id: context.settings.id,
    language: stored.language ?? DEFAULT_LANGUAGE,
  };
}
