import { accessTo } from "../world/access.js";
import { isPrivate } from "../world/create-repository.js";
import type { RepositoryRecord } from "../world/records.js";
import { inOrder, type ExecutionContext } from "./execution-context.js";
import { admits, isPlaced, type SearchTerms } from "./search-terms.js";

/** What GitHub's search of repositories finds for the viewer. */
export function searchRepositories(terms: SearchTerms, context: ExecutionContext): readonly RepositoryRecord[] {
  const namesPlaces = ["user", "org", "repo"].some((name) => terms.qualifiers.has(name));
  const forks = terms.qualifiers.get("fork")?.[0];
  const found = context.world.allRepositories().filter((repository) => {
    const access = accessTo(context.token, repository);
    if (access !== true) {
      if (access !== false && access.isSaml && namesPlaces) context.sso.partial.add(access.organization);
      return false;
    }
    const where = terms.qualifiers.get("in") ?? ["name", "description"];
    const text = [
      where.includes("name") ? `${repository.owner.login}/${repository.name}` : "",
      where.includes("description") ? (repository.description ?? "") : "",
      where.includes("topics") ? repository.topics.join(" ") : "",
    ];
    return (
      isPlaced(repository, terms, context) &&
      terms.words.every((word) => text.some((part) => hasWords(part, word))) &&
      (forks === "only" ? repository.isFork : forks === "true" || !repository.isFork) &&
      admits(terms, "archived", (value) => value === String(repository.isArchived)) &&
      admits(terms, "language", (value) => repository.languageSizes[0]?.language.name.toLowerCase() === value) &&
      admits(terms, "topic", (value) => repository.topics.includes(value)) &&
      admits(terms, "visibility", (value) => value === repository.visibility.toLowerCase()) &&
      admits(terms, "is", (value) => isRepository(repository, value))
    );
  });
  const name = (terms.words[0] ?? "").split("/").pop() ?? "";
  switch (terms.qualifiers.get("sort")?.[0]) {
    case "stars":
    case "stars-desc":
      return inOrder(found, "DESC", (repository) => repository.stargazerCount);
    case "stars-asc":
      return inOrder(found, "ASC", (repository) => repository.stargazerCount);
    case "updated":
    case "updated-desc":
      return inOrder(found, "DESC", (repository) => repository.updatedAt);
    case "updated-asc":
      return inOrder(found, "ASC", (repository) => repository.updatedAt);
    default:
      return inOrder(found, "ASC", (repository) => (repository.name.toLowerCase() === name ? 0 : 1));
  }
}

/** GitHub's search knows words and their beginnings, and nothing of what is inside a word. */
function hasWords(text: string, wanted: string): boolean {
  const words = wordsOf(text);
  return wordsOf(wanted).every((each) => words.some((word) => word.startsWith(each)));
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

function isRepository(repository: RepositoryRecord, value: string): boolean {
  if (value === "public" || value === "internal") return repository.visibility.toLowerCase() === value;
  if (value === "private") return isPrivate(repository.visibility);
  return value !== "archived" || repository.isArchived;
}
