import type { RepositoryRecord } from "../world/records.js";
import type { ExecutionContext } from "./execution-context.js";

/** A search text, taken apart: free words, and qualifiers with their values. */
export interface SearchTerms {
  readonly words: readonly string[];
  readonly qualifiers: ReadonlyMap<string, readonly string[]>;
  /** Values that were excluded with a minus sign. */
  readonly excluded: ReadonlyMap<string, readonly string[]>;
}

export function readSearch(query: string): SearchTerms {
  const words: string[] = [];
  const qualifiers = new Map<string, string[]>();
  const excluded = new Map<string, string[]>();
  for (const [, minus, key, quotedValue, value, phrase, word] of query.matchAll(
    /(-)?(?:([a-z-]+):(?:"([^"]*)"|([^\s"]+))|"([^"]*)"|(\S+))/gi,
  )) {
    if (key === undefined) {
      const text = (phrase ?? word ?? "").toLowerCase();
      if (text !== "") words.push(text);
      continue;
    }
    const target = minus ? excluded : qualifiers;
    const name = key.toLowerCase();
    target.set(name, [...(target.get(name) ?? []), (quotedValue ?? value ?? "").toLowerCase()]);
  }
  return { words, qualifiers, excluded };
}

/** Passes when the qualifier is absent or one of its values fits, and no excluded one does. */
export function admits(terms: SearchTerms, name: string, fits: (value: string) => boolean): boolean {
  const wanted = terms.qualifiers.get(name);
  if (wanted && !wanted.some((value) => fits(value))) return false;
  return !(terms.excluded.get(name) ?? []).some((value) => fits(value));
}

function ownerFits(repository: RepositoryRecord, value: string, context: ExecutionContext): boolean {
  return repository.owner.login.toLowerCase() === (value === "@me" ? context.user.login.toLowerCase() : value);
}

/** Whether a repository is among those that `user:`, `org:` and `repo:` name. */
export function isPlaced(repository: RepositoryRecord, terms: SearchTerms, context: ExecutionContext): boolean {
  const ownerValues = [...(terms.qualifiers.get("user") ?? []), ...(terms.qualifiers.get("org") ?? [])];
  const repositoryValues = terms.qualifiers.get("repo") ?? [];
  if (ownerValues.length + repositoryValues.length === 0) return true;
  const full = `${repository.owner.login}/${repository.name}`.toLowerCase();
  return ownerValues.some((value) => ownerFits(repository, value, context)) || repositoryValues.includes(full);
}
