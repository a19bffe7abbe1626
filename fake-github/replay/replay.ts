import { parse, print } from "graphql";
import { recordedAnswer } from "../control/fault-bodies.js";
import type { Answer } from "../http/messages.js";
import { loadRecordings, type Recording } from "./recordings.js";

/** Recorded answers, found by what was asked. */
export interface Replay {
  /**
   * The recorded answer to the query and variables of a request body; `null` when it was never recorded. What was
   * recorded several times is answered in that order, and the last answer again after that.
   */
  find(body: string): Answer | null;
}

/** The same for documents that differ in white space only, and for variables in another order. */
function keyOf(query: string, variables: unknown): string {
  const given = Object.entries((variables ?? {}) as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== null,
  );
  given.sort(([left], [right]) => (left < right ? -1 : 1));
  return `${print(parse(query, { noLocation: true }))}\n${JSON.stringify(given)}`;
}

function createReplay(recordings: readonly Recording[]): Replay {
  const answers = new Map<string, Answer[]>();
  for (const recording of recordings) {
    const { query, variables } = recording.request;
    if (query === undefined) continue;
    const key = keyOf(query, variables);
    answers.set(key, [...(answers.get(key) ?? []), recordedAnswer(recording)]);
  }
  return {
    find(body) {
      try {
        const { query, variables } = JSON.parse(body) as { query: string; variables?: unknown };
        const found = answers.get(keyOf(query, variables)) ?? [];
        return (found.length > 1 ? found.shift() : found[0]) ?? null;
      } catch {
        return null;
      }
    },
  };
}

/** Reads the recorded GraphQL answers of a folder. */
export function loadReplay(folder: string): Replay {
  return createReplay(loadRecordings(folder, "graphql"));
}
