import type { GitHubHost } from "../github-host.js";
import { findLink } from "../resource/read-link.js";
import { assertSearchable } from "./search-query.js";

/** What someone typed or pasted into a repository picker. */
export interface SearchText {
  /** Words to match, in lower case, without anything that GitHub's search would read as syntax. */
  readonly words: readonly string[];
  /** Those of them that belong to the repository's name. */
  readonly nameWords: readonly string[];
  /** The repository that the text names, whole: a link of any kind, or `owner/name`. */
  readonly repository?: { readonly owner: string; readonly name: string };
  /** The owner whose page a link leads to: there are no words to match then. */
  readonly account?: string;
  /** Whether the text is a link, which nobody types letter by letter. */
  readonly isLink: boolean;
}

const FULL_NAME = /^[\w-]+\/[\w.-]+$/;

/**
 * Understands a part of a name, `owner/name`, and pasted links of every kind.
 *
 * @throws GatewayError `BAD_USER_INPUT` for a link to elsewhere, and for a text that is too long for GitHub.
 */
export function readSearchText(text: string, host: GitHubHost): SearchText {
  const trimmed = text.trim();
  const link = /[/:]/.test(trimmed) ? findLink(trimmed, host) : undefined;
  if (link === undefined) {
    const words = wordsOf(trimmed);
    assertSearchable(words.join(" "), "search");
    return { words, nameWords: words, isLink: false };
  }
  if (link.kind === "account") return { words: [], nameWords: [], account: link.login, isLink: true };
  const { owner, name } = link;
  const nameWords = wordsOf(name);
  const words = [...wordsOf(owner), ...nameWords];
  assertSearchable(words.join(" "), "search");
  return { words, nameWords, repository: { owner, name }, isLink: !FULL_NAME.test(trimmed) };
}

// Quotes, colons, minus signs and capital operators would widen a search beyond the caller's owners. What stands before
// an `@` can be a password.
function wordsOf(text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .replaceAll(/\S*@/g, " ")
    .split(/[^\p{L}\p{N}._-]+/u);
  return words.map((word) => word.replace(/^-+/, "")).filter(Boolean);
}

/** Whether a repository's full name has every word in it. */
export function matchesWords(nameWithOwner: string, { words }: SearchText): boolean {
  const name = nameWithOwner.toLowerCase();
  return words.length > 0 && words.every((word) => name.includes(word));
}
