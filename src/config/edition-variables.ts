import type { ConfigProblem } from "./config-error.js";
import { VARIABLES, type Variable } from "./variables.js";

type Key = keyof typeof VARIABLES;

/** What to do about a variable that the SaaS edition cannot do without. */
const REQUIRED_BY_SAAS: Readonly<Partial<Record<Key, string>>> = {
  redisUrl: "Give the address of your Redis, for example redis://127.0.0.1:6379.",
  gitHubClientId: "Copy it from the settings page of your GitHub App.",
  gitHubClientSecret: "Generate one on the settings page of your GitHub App.",
  gitHubAppSlug: "It is the last part of the App's address: https://github.com/apps/SLUG.",
  sessionKeys: "Make one with: npx octogate keys",
  encryptionKeys: "Make one with: npx octogate keys",
};

const REQUIRED: Readonly<Record<string, typeof REQUIRED_BY_SAAS>> = { saas: REQUIRED_BY_SAAS };

/** Of the built-in editions. An edition of one's own says itself what it misses. */
const UNUSED: Readonly<Record<string, readonly Key[]>> = {
  oss: [
    "redisUrl",
    "gitHubClientId",
    "gitHubClientSecret",
    "gitHubAppSlug",
    "sessionKeys",
    "sessionIdleMs",
    "sessionMaxMs",
    "requestsPerMinute",
    "loginsPerAddress",
  ],
};

/** Every variable that the edition needs and that was not given. */
export function findMissingVariables(edition: string, isMissing: (key: Key) => boolean): readonly ConfigProblem[] {
  return Object.entries(entryOf(REQUIRED, edition) ?? {}).flatMap(([key, advice]) => {
    if (!isMissing(key as Key)) return [];
    const wrong = `It is missing, and the edition ${edition} needs it.`;
    return [{ variable: VARIABLES[key as Key].name, source: "–", wrong, advice }];
  });
}

/** Problems of more processes than the edition can be; of an edition of one's own nothing is known. */
export function findTooManyWorkers(edition: string, workers: number | undefined): readonly ConfigProblem[] {
  if (workers === undefined || workers === 1 || edition !== "oss") return [];
  const wrong = `There would be ${workers} processes, and the edition ${edition} is one, for one owner.`;
  const advice = "Remove it, or run the edition saas.";
  return [{ variable: VARIABLES.workers.name, source: "environment", wrong, advice }];
}

/** A sentence for every given variable that the edition does not look at. */
export function findUnusedVariables(edition: string, given: readonly string[]): readonly string[] {
  return (entryOf(UNUSED, edition) ?? []).flatMap((key) => {
    const { name, alias }: Variable<unknown> = VARIABLES[key];
    const used = [name, alias, `${name}_FILE`].find(
      (candidate) => candidate !== undefined && given.includes(candidate),
    );
    return used === undefined ? [] : [`${used} is set, but the edition ${edition} does not use it.`];
  });
}

/** Not by plain access: `constructor` would be found there too. */
function entryOf<T>(table: Readonly<Record<string, T>>, edition: string): T | undefined {
  return Object.hasOwn(table, edition) ? table[edition] : undefined;
}
