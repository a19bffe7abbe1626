import { isPrivate } from "../world/create-repository.js";
import type { UserRecord } from "../world/records.js";
import { inOrder, type ExecutionContext } from "./execution-context.js";
import { admits, isPlaced, type SearchTerms } from "./search-terms.js";
import { visibleItems, type WorkItem } from "./work-item-list.js";

function personFits(
  value: string,
  people: readonly ({ readonly login: string } | null)[],
  viewer: UserRecord,
): boolean {
  const login = value === "@me" ? viewer.login.toLowerCase() : value;
  return people.some((person) => person?.login.toLowerCase() === login);
}

/** What GitHub's search of issues and pull requests finds for the viewer. */
export function searchWorkItems(terms: SearchTerms, context: ExecutionContext): readonly WorkItem[] {
  const { user } = context;
  const reviewers = (item: WorkItem): readonly UserRecord[] =>
    item.__typename === "PullRequest" ? item.requested : [];
  const reviewed = (item: WorkItem): readonly UserRecord[] =>
    item.__typename === "PullRequest" ? item.reviewList.map(({ author }) => author) : [];
  const everyone = (item: WorkItem) => [item.author, ...item.assigned, ...item.mentioned, ...reviewed(item)];
  const found = visibleItems(context).filter(
    (item) =>
      isPlaced(item.repository, terms, context) &&
      terms.words.every((word) => `${item.title} ${item.body}`.toLowerCase().includes(word)) &&
      (terms.qualifiers.get("is") ?? []).every((value) => isItem(item, value)) &&
      !(terms.excluded.get("is") ?? []).some((value) => isItem(item, value)) &&
      admits(terms, "type", (value) => isItem(item, value)) &&
      admits(terms, "state", (value) => isItem(item, value)) &&
      admits(terms, "draft", (value) => item.__typename === "PullRequest" && value === String(item.isDraft)) &&
      admits(terms, "archived", (value) => value === String(item.repository.isArchived)) &&
      admits(terms, "label", (value) => item.labelled.some(({ name }) => name === value)) &&
      admits(terms, "author", (value) => personFits(value, [item.author], user)) &&
      admits(terms, "assignee", (value) => personFits(value, item.assigned, user)) &&
      admits(terms, "mentions", (value) => personFits(value, item.mentioned, user)) &&
      admits(terms, "review-requested", (value) => personFits(value, reviewers(item), user)) &&
      admits(terms, "user-review-requested", (value) => personFits(value, reviewers(item), user)) &&
      admits(terms, "reviewed-by", (value) => personFits(value, reviewed(item), user)) &&
      admits(terms, "involves", (value) => personFits(value, everyone(item), user)) &&
      admits(terms, "review", (value) => reviewFits(item, value)) &&
      admits(
        terms,
        "status",
        (value) => item.__typename === "PullRequest" && item.head.checks?.toLowerCase() === value,
      ),
  );
  const [field = "created", direction = "desc"] = (terms.qualifiers.get("sort")?.[0] ?? "").split("-").filter(Boolean);
  const keys: Readonly<Record<string, (item: WorkItem) => string | number>> = {
    updated: (item) => item.updatedAt,
    comments: (item) => item.commentCount,
  };
  return inOrder(found, direction.toUpperCase(), keys[field] ?? ((item) => item.createdAt));
}

function reviewFits(item: WorkItem, value: string): boolean {
  const decision = item.__typename === "PullRequest" ? item.reviewDecision : null;
  if (value === "none") return decision === null;
  return decision?.toLowerCase() === (value === "required" ? "review_required" : value);
}

function isItem(item: WorkItem, value: string): boolean {
  const isPull = item.__typename === "PullRequest";
  switch (value) {
    case "pr":
    case "pull-request":
      return isPull;
    case "issue":
      return !isPull;
    case "open":
    case "merged":
      return item.state.toLowerCase() === value;
    // To the search a merged pull request is a closed one as well.
    case "closed":
      return item.state !== "OPEN";
    case "unmerged":
      return isPull && item.state !== "MERGED";
    case "draft":
      return isPull && item.isDraft;
    case "public":
    case "private":
      return isPrivate(item.repository.visibility) === (value === "private");
    default:
      return true;
  }
}
