import { GatewayError } from "../../errors/gateway-error.js";
import type { SearchReach } from "./search-reach.js";

/** A client's search, taken apart as far as it matters where it looks and how it is ordered. */
export interface SearchQuery {
  /** Words and qualifiers that only narrow a search. */
  readonly terms: readonly string[];
  /** Values of `user:` and `org:`, in lower case. */
  readonly owners: readonly string[];
  /** Values of `repo:`, in lower case. */
  readonly repositories: readonly string[];
}

// GitHub refuses longer ones; qualifiers do not count.
const MOST_CHARACTERS = 256;
const TERM = /-?[a-z][\w-]*:(?:"[^"]*"|[^\s"]*)|-?"[^"]*"|[^\s"]+/gi;
const QUALIFIER = /^(-?)([a-z][\w-]*):"?([^"]*)"?$/i;

/**
 * Reads a search text. An operator that could lead out of the qualifiers that the gateway adds is left out, and so are
 * parentheses and a quote that nothing closes.
 *
 * @throws GatewayError `BAD_USER_INPUT` for a text that is too long for GitHub.
 */
export function readSearchQuery(text: string): SearchQuery {
  const terms: string[] = [];
  const owners: string[] = [];
  const repositories: string[] = [];
  let isNegated = false;
  for (const [found] of text.matchAll(TERM)) {
    const term = found.startsWith('"') || found.startsWith('-"') ? found : found.replace(/[()]/g, "");
    if (term === "" || term === "AND" || term === "OR") continue;
    if (term === "NOT") {
      isNegated = true;
      continue;
    }
    const [, minus, name = "", value = ""] = QUALIFIER.exec(term) ?? [];
    const place = minus === "" && !isNegated ? PLACES[name.toLowerCase()] : undefined;
    if (place === "owner") owners.push(value.toLowerCase());
    else if (place === "repository") repositories.push(value.toLowerCase());
    else terms.push(isNegated && !term.startsWith("-") ? `-${term}` : term);
    isNegated = false;
  }
  assertSearchable(terms.filter((term) => !QUALIFIER.test(term)).join(" "), "query");
  return { terms, owners, repositories };
}

/** @throws GatewayError `BAD_USER_INPUT` for words that are too long for GitHub. */
export function assertSearchable({ length }: string, argument: "query" | "search"): void {
  if (length <= MOST_CHARACTERS) return;
  throw new GatewayError(
    "BAD_USER_INPUT",
    `GitHub searches for at most ${MOST_CHARACTERS} characters, and \`${argument}\` has ${length}. Shorten it.`,
  );
}

const PLACES: Readonly<Record<string, "owner" | "repository">> = {
  user: "owner",
  org: "owner",
  repo: "repository",
};

/** Whether the search has one of these qualifiers. */
export function hasQualifier({ terms }: SearchQuery, ...names: readonly string[]): boolean {
  return terms.some((term) => names.includes(QUALIFIER.exec(term)?.[2]?.toLowerCase() ?? ""));
}

/** The search without these qualifiers. */
export function withoutQualifiers({ terms }: SearchQuery, ...names: readonly string[]): readonly string[] {
  return terms.filter((term) => !names.includes(QUALIFIER.exec(term)?.[2]?.toLowerCase() ?? ""));
}

/** Qualifiers for the places that the client names, as far as they are within reach; all that is, where it names none. */
export function placesWithin({ owners, repositories }: SearchQuery, reach: SearchReach): readonly string[] {
  const reached = new Set(reach.owners.map((owner) => owner.toLowerCase()));
  const named = new Set(owners.map((owner) => (owner === "@me" ? (reach.viewer ?? "").toLowerCase() : owner)));
  const isAnywhere = owners.length + repositories.length === 0;
  return [
    ...[...reached].filter((owner) => isAnywhere || named.has(owner)).map((owner) => `user:${owner}`),
    ...reach.repositories
      .map((name) => name.toLowerCase())
      .filter((name) => isAnywhere || named.has(name.split("/", 1)[0] ?? "") || repositories.includes(name))
      .map((name) => `repo:${name}`),
    ...repositories
      .filter((name) => reached.has(name.split("/", 1)[0] ?? "") && /^[\w.-]+\/[\w.-]+$/.test(name))
      .map((name) => `repo:${name}`),
  ];
}
