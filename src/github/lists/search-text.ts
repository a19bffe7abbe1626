import type { GitHubHost } from "../github-host.js";
import { isHere } from "../resource/read-link.js";

/** What someone typed or pasted into a repository picker. */
export interface SearchText {
  /** Words to match, in lower case, without anything that GitHub's search would read as syntax. */
  readonly words: readonly string[];
  /** Those of them that belong to the repository's name. */
  readonly nameWords: readonly string[];
  /** The repository that the text names, whole: a link of any kind, or `owner/name`. */
  readonly repository: { readonly owner: string; readonly name: string } | undefined;
  /** Whether the repository is named by a link, which nobody types letter by letter. */
  readonly isLink: boolean;
}

// Logins and names as GitHub admits them; whatever follows the name in a link (`/tree/x`, `/pull/1`) is left alone.
const LINK =
  /^(?:https?:\/\/|ssh:\/\/|git:\/\/)?(?:[\w.-]+@)?([\w.-]+)(?::\d+)?[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?(?:[/?#].*)?$/;
const FULL_NAME = /^([\w.-]+)\/([\w.-]+?)(?:\.git)?$/;

/** A text without a word, which matches nothing. */
const NO_WORDS = "-";

/** The text; or one that matches nothing for a link to another host, which may have a repository of the same name. */
export function withoutForeignLink(text: string, host: GitHubHost): string {
  const trimmed = text.trim();
  const hostname = FULL_NAME.test(trimmed) ? undefined : LINK.exec(trimmed)?.[1];
  return hostname === undefined || isHere(hostname.toLowerCase(), host) ? text : NO_WORDS;
}

/** Understands a part of a name, `owner/name`, and pasted links of every kind. */
export function readSearchText(text: string): SearchText {
  const trimmed = text.trim();
  const fullName = FULL_NAME.exec(trimmed);
  const [owner, name] = fullName?.slice(1) ?? LINK.exec(trimmed)?.slice(2) ?? [];
  const repository = owner === undefined || name === undefined ? undefined : { owner, name };
  const words = wordsOf(repository === undefined ? trimmed : `${repository.owner} ${repository.name}`);
  return {
    words,
    nameWords: repository === undefined ? words : wordsOf(repository.name),
    repository,
    isLink: fullName === null && repository !== undefined,
  };
}

// Quotes, colons, minus signs and capital operators would widen a search beyond the caller's owners.
function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}._-]+/u);
  return words.map((word) => word.replace(/^-+/, "")).filter(Boolean);
}

/** Whether a repository's full name has every word in it. */
export function matchesWords(nameWithOwner: string, { words }: SearchText): boolean {
  const name = nameWithOwner.toLowerCase();
  return words.length > 0 && words.every((word) => name.includes(word));
}
