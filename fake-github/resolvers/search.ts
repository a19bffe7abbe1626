import { connect } from "./connection.js";
import { showRepository, type Args, type ExecutionContext } from "./execution-context.js";
import { searchRepositories } from "./search-repositories.js";
import { readSearch, type SearchTerms } from "./search-terms.js";
import { searchWorkItems } from "./search-work-items.js";

/** GitHub ends every search here. */
const MOST_RESULTS = 1_000;

function searchUsers(terms: SearchTerms, { world }: ExecutionContext) {
  return [...world.accounts.values()].filter((account) =>
    terms.words.every((word) => `${account.login} ${account.name ?? ""}`.toLowerCase().includes(word)),
  );
}

/** `search` of the schema, for repositories, issues and pull requests, and accounts. */
export function search(_root: unknown, args: Args, context: ExecutionContext) {
  const terms = readSearch(String(args["query"]));
  const none = {
    codeCount: 0,
    discussionCount: 0,
    issueCount: 0,
    repositoryCount: 0,
    userCount: 0,
    wikiCount: 0,
  };
  const cursor = "search";
  switch (args["type"]) {
    case "REPOSITORY": {
      const found = searchRepositories(terms, context);
      return connect(found.slice(0, MOST_RESULTS), args, {
        cursor,
        node: (repository) => showRepository(context, repository, "list"),
        extra: { ...none, repositoryCount: found.length },
      });
    }
    case "ISSUE":
    case "ISSUE_ADVANCED": {
      const found = searchWorkItems(terms, context);
      return connect(found.slice(0, MOST_RESULTS), args, {
        cursor,
        extra: { ...none, issueCount: found.length },
      });
    }
    case "USER": {
      const found = searchUsers(terms, context);
      return connect(found.slice(0, MOST_RESULTS), args, {
        cursor,
        extra: { ...none, userCount: found.length },
      });
    }
    default:
      return connect([], args, { cursor, extra: none });
  }
}
