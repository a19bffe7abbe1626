import { createCommit } from "./create-branches.js";
import { createRandom } from "./random.js";
import type {
  BotRecord,
  CheckState,
  IssueRecord,
  LabelRecord,
  PullRequestRecord,
  Recorded,
  RepositoryRecord,
  ReviewRecord,
  UserRecord,
} from "./records.js";
import { ISSUE_TITLES, PULL_TITLES } from "./words.js";
import type { World } from "./world.js";

interface WorkItemOptions {
  readonly number?: number;
  readonly databaseId?: number;
  readonly title?: string;
  readonly body?: string;
  /** Defaults to the owner of the repository if that is a user; `null` for a deleted account. */
  readonly author?: UserRecord | BotRecord | null;
  readonly assignees?: readonly UserRecord[];
  readonly mentions?: readonly UserRecord[];
  readonly labels?: readonly LabelRecord[];
  readonly comments?: number;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly closedAt?: string | null;
  readonly recorded?: Recorded;
}

export interface IssueOptions extends WorkItemOptions {
  readonly state?: IssueRecord["state"];
}

export interface PullRequestOptions extends WorkItemOptions {
  readonly state?: PullRequestRecord["state"];
  readonly isDraft?: boolean;
  readonly headRefName?: string;
  readonly baseRefName?: string;
  readonly mergeable?: PullRequestRecord["mergeable"];
  /** State of the checks of the last commit; `null` when there are none. */
  readonly checks?: CheckState | null;
  readonly reviewDecision?: PullRequestRecord["reviewDecision"];
  readonly reviews?: readonly {
    readonly author: UserRecord;
    readonly state: ReviewRecord["state"];
  }[];
  readonly unresolvedThreads?: number;
  readonly resolvedThreads?: number;
  readonly reviewRequests?: readonly UserRecord[];
}

function common(world: World, repository: RepositoryRecord, options: WorkItemOptions, titles: readonly string[]) {
  const number = options.number ?? Math.max(0, ...repository.items.keys()) + 1;
  const random = createRandom(`${world.seed}/${repository.owner.login}/${repository.name}#${number}`);
  const age = random.fraction() * 200;
  const owner = repository.owner.__typename === "User" ? repository.owner : null;
  return {
    databaseId: options.databaseId ?? world.nextId(),
    repository,
    number,
    title: options.title ?? random.pick(titles),
    body: options.body ?? "What happened, what was expected, and how to see it again.",
    author: options.author === undefined ? owner : options.author,
    assigned: [...(options.assignees ?? [])],
    mentioned: [...(options.mentions ?? [])],
    labelled: [...(options.labels ?? repository.labelList.slice(0, random.below(3)))],
    commentCount: options.comments ?? random.below(9),
    createdAt: options.createdAt ?? world.daysAgo(age + 1),
    updatedAt: options.updatedAt ?? world.daysAgo(age * random.fraction()),
    locked: false,
    ...options.recorded,
  };
}

export function createIssue(world: World, repository: RepositoryRecord, options: IssueOptions): IssueRecord {
  const state = options.state ?? "OPEN";
  const item = common(world, repository, options, ISSUE_TITLES);
  return { __typename: "Issue", ...item, state, closedAt: closingTime(state, options, item) };
}

function closingTime(state: string, options: WorkItemOptions, item: { readonly updatedAt: string }): string | null {
  return options.closedAt === undefined ? (state === "OPEN" ? null : item.updatedAt) : options.closedAt;
}

export function createPullRequest(
  world: World,
  repository: RepositoryRecord,
  options: PullRequestOptions,
): PullRequestRecord {
  const state = options.state ?? "OPEN";
  const item = common(world, repository, options, PULL_TITLES);
  const random = createRandom(`${world.seed}/${item.databaseId}/changes`);
  const closedAt = closingTime(state, options, item);
  const checks = options.checks === undefined ? "SUCCESS" : options.checks;
  const pullRequest: PullRequestRecord = {
    __typename: "PullRequest",
    ...item,
    state,
    closedAt,
    isDraft: options.isDraft ?? false,
    headRefName: options.headRefName ?? `change-${item.number}`,
    baseRefName: options.baseRefName ?? repository.defaultBranch ?? "main",
    head: createCommit(world, repository, `pull/${item.number}/head`, {
      checks,
      committedDate: item.updatedAt,
    }),
    mergeable: options.mergeable ?? (state === "OPEN" ? "MERGEABLE" : "UNKNOWN"),
    reviewDecision: options.reviewDecision ?? null,
    reviewList: [],
    threadList: [],
    requested: [...(options.reviewRequests ?? [])],
    mergedAt: state === "MERGED" ? closedAt : null,
    additions: random.below(400),
    deletions: random.below(200),
    changedFiles: 1 + random.below(12),
  };
  addReviews(world, pullRequest, options);
  return pullRequest;
}

function addReviews(world: World, pullRequest: PullRequestRecord, options: PullRequestOptions): void {
  for (const { author, state } of options.reviews ?? []) {
    const review = { databaseId: world.nextId(), pullRequest, author, state, body: "" };
    pullRequest.reviewList.push(
      world.register({
        __typename: "PullRequestReview",
        ...review,
        submittedAt: pullRequest.updatedAt,
      }),
    );
  }
  const unresolved = options.unresolvedThreads ?? 0;
  for (let index = 0; index < unresolved + (options.resolvedThreads ?? 0); index += 1) {
    const thread = {
      databaseId: world.nextId(),
      pullRequest,
      isResolved: index >= unresolved,
      isOutdated: false,
    };
    pullRequest.threadList.push(
      world.register({ __typename: "PullRequestReviewThread", ...thread, path: "src/main.ts" }),
    );
  }
}
