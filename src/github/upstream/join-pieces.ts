import { isRaw } from "../selection/is-raw.js";
import type { Raw } from "../selection/shape.js";
import type { PartAnswer } from "./upstream-batch.js";

/** Under which response keys a page holds what. */
export interface PageKeys {
  /** Of `nodes` and `edges`. */
  readonly lists: readonly string[];
  readonly infos: readonly InfoKeys[];
}

/** A `pageInfo` in a page. */
export interface InfoKeys {
  readonly key: string;
  /** Response key and field of `PageInfo`. */
  readonly fields: readonly (readonly [key: string, field: string])[];
}

const SSO = "x-github-sso";

/** The answer to a part, made of those to its pieces. */
export function joinPieces(pieces: readonly PartAnswer[], value: unknown): PartAnswer {
  return {
    value,
    hasErrors: pieces.some(({ hasErrors }) => hasErrors),
    elsewhere: pieces.flatMap(({ elsewhere }) => elsewhere),
    headers: joinHeaders(pieces),
  };
}

/** The last ones, with all organizations that any of them says were left out. */
function joinHeaders(pieces: readonly PartAnswer[]): PartAnswer["headers"] {
  const sso = pieces.flatMap(({ headers }) => headers[SSO] ?? []);
  const left = sso.join(",").replaceAll(/,partial-results; *organizations=/g, ",");
  return { ...pieces.at(-1)?.headers, ...(sso.length > 0 && { [SSO]: left }) };
}

/** One page of a list, as GitHub would have answered it: begun by the first, ended by the last. */
export function joinPages(pages: readonly Raw[], { lists, infos }: PageKeys): Raw {
  const whole: Raw = { ...pages[0] };
  for (const key of lists) whole[key] = joinLists(pages.map((page) => page[key]));
  for (const { key, fields } of infos) {
    const each = pages.map((page) => page[key]).filter(isRaw);
    const info: Raw = { ...each.at(-1) };
    for (const [field, name] of fields) {
      if (name === "startCursor" || name === "hasPreviousPage") info[field] = each[0]?.[field];
      // What was left of the list may have gone meanwhile: then the last piece is empty and has no end.
      if (name === "endCursor")
        info[field] = each.map((one) => one[field]).findLast((cursor) => cursor !== null) ?? null;
    }
    whole[key] = info;
  }
  return whole;
}

/** All items; where one of the lists is none, because GitHub withheld it, that. */
export function joinLists(lists: readonly unknown[]): unknown {
  const missing = lists.findIndex((list) => !Array.isArray(list));
  return missing >= 0 ? lists[missing] : lists.flat();
}
