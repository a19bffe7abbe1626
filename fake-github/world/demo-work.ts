import type { RepositoryRecord, UserRecord } from "./records.js";
import type { World } from "./world.js";

/** Issues and pull requests, at least one of every kind that can wait for the viewer. */
export function addDemoWork(
  world: World,
  viewer: UserRecord,
  colleagues: readonly UserRecord[],
  repositories: readonly RepositoryRecord[],
): void {
  const busy = repositories.filter((repository) => repository.defaultBranch !== null && !repository.isArchived);
  const other = colleagues[0] ?? viewer;
  for (const [index, repository] of busy.slice(0, 14).entries()) {
    const count = index === 0 ? 24 : 1 + (index % 5);
    for (let issue = 0; issue < count; issue += 1) {
      world.addIssue(repository, {
        author: issue % 2 === 0 ? viewer : other,
        assignees: issue % 3 === 0 ? [viewer] : [],
        mentions: issue % 4 === 1 ? [viewer] : [],
        state: issue % 5 === 4 ? "CLOSED" : "OPEN",
      });
    }
    addPullRequests(world, repository, { viewer, other, title: CONFLICTING[index % CONFLICTING.length] ?? "" });
  }
}

/** What is most urgent is seen first, many times over: not all of it looks alike. */
const CONFLICTING = ["Rework the parser", "Move the settings into one file", "Read the answer as a stream"];

interface Work {
  readonly viewer: UserRecord;
  readonly other: UserRecord;
  /** Of the one that has conflicts. */
  readonly title: string;
}

function addPullRequests(world: World, repository: RepositoryRecord, { viewer, other, title }: Work): void {
  world.addPullRequest(repository, {
    author: viewer,
    title,
    mergeable: "CONFLICTING",
  });
  world.addPullRequest(repository, {
    author: viewer,
    title: "Upgrade the linter",
    checks: "FAILURE",
  });
  world.addPullRequest(repository, {
    author: viewer,
    title: "Say what to do next",
    reviewDecision: "CHANGES_REQUESTED",
    reviews: [{ author: other, state: "CHANGES_REQUESTED" }],
    unresolvedThreads: 2,
    resolvedThreads: 1,
  });
  world.addPullRequest(repository, {
    author: viewer,
    title: "Sketch of a cache",
    isDraft: true,
    checks: "PENDING",
  });
  world.addPullRequest(repository, {
    author: other,
    title: "Read less, answer sooner",
    reviewDecision: "REVIEW_REQUIRED",
    reviewRequests: [viewer],
  });
  world.addPullRequest(repository, {
    author: viewer,
    title: "First version",
    state: "MERGED",
    reviewDecision: "APPROVED",
    reviews: [{ author: other, state: "APPROVED" }],
  });
  world.addPullRequest(repository, {
    author: null,
    title: "Left behind",
    state: "CLOSED",
    checks: null,
  });
}
