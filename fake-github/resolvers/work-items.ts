import { permissionOf } from "../world/access.js";
import type { IssueRecord, PullRequestRecord, ReviewRecord, ReviewThreadRecord, UserRecord } from "../world/records.js";
import { connect } from "./connection.js";
import type { Args, ExecutionContext, Resolvers } from "./execution-context.js";
import { findRef } from "./refs.js";
import type { WorkItem } from "./work-item-list.js";

function path(item: WorkItem): string {
  const { owner, name } = item.repository;
  return `/${owner.login}/${name}/${item.__typename === "Issue" ? "issues" : "pull"}/${item.number}`;
}

function mayWrite(item: WorkItem, context: ExecutionContext): boolean {
  return ["WRITE", "MAINTAIN", "ADMIN"].includes(permissionOf(context.user, item.repository) ?? "");
}

const common = {
  fullDatabaseId: (item: WorkItem) => String(item.databaseId),
  resourcePath: path,
  url: (item: WorkItem, _args: Args, { webUrl }: ExecutionContext) => `${webUrl}${path(item)}`,
  titleHTML: (item: WorkItem) => item.title,
  bodyHTML: (item: WorkItem) => `<p>${item.body}</p>`,
  bodyText: (item: WorkItem) => item.body,
  closed: (item: WorkItem) => item.state !== "OPEN",
  publishedAt: (item: WorkItem) => item.createdAt,
  lastEditedAt: () => null,
  editor: () => null,
  milestone: () => null,
  activeLockReason: () => null,
  createdViaEmail: () => false,
  includesCreatedEdit: () => false,
  isReadByViewer: () => true,
  reactionGroups: () => [],
  authorAssociation: (item: WorkItem) =>
    item.author === item.repository.owner ? "OWNER" : item.repository.owner.__typename === "User" ? "NONE" : "MEMBER",
  assignees: (item: WorkItem, args: Args) => connect(item.assigned, args),
  participants: (item: WorkItem, args: Args) => connect(participants(item), args),
  labels: (item: WorkItem, args: Args) => connect(item.labelled, args),
  comments: (item: WorkItem, args: Args, context: ExecutionContext) => connect(comments(item, context), args),
  reactions: (_item: WorkItem, args: Args) => connect([], args, { extra: { viewerHasReacted: false } }),
  projectCards: (_item: WorkItem, args: Args) => connect([], args),
  projectItems: (_item: WorkItem, args: Args) => connect([], args),
  projectsV2: (_item: WorkItem, args: Args) => connect([], args),
  viewerDidAuthor: (item: WorkItem, _args: Args, { user }: ExecutionContext) => item.author === user,
  viewerCanUpdate: (item: WorkItem, _args: Args, context: ExecutionContext) => mayWrite(item, context),
  viewerCanReact: () => true,
  viewerCanSubscribe: () => true,
  viewerSubscription: () => "UNSUBSCRIBED",
};

function participants(item: WorkItem): readonly UserRecord[] {
  const author = item.author?.__typename === "User" ? [item.author] : [];
  return [...new Set([...author, ...item.assigned, ...item.mentioned])];
}

const UNREMARKABLE = {
  authorAssociation: "MEMBER",
  includesCreatedEdit: false,
  isMinimized: false,
  minimizedReason: null,
  lastEditedAt: null,
  editor: null,
  reactionGroups: [],
  viewerDidAuthor: false,
};

function comments(item: WorkItem, { webUrl }: ExecutionContext) {
  const author = participants(item)[0] ?? null;
  return Array.from({ length: item.commentCount }, (_, index) => {
    const databaseId = (item.databaseId * 16 + index) % 2 ** 31;
    const url = `${webUrl}${path(item)}#issuecomment-${databaseId}`;
    return {
      __typename: "IssueComment",
      databaseId,
      author,
      body: `Comment ${index + 1}.`,
      url,
      ...UNREMARKABLE,
      createdAt: item.createdAt,
      updatedAt: item.updatedAt,
    };
  });
}

export const Issue: Resolvers<IssueRecord> = {
  ...common,
  stateReason: (issue) => (issue.state === "CLOSED" ? "COMPLETED" : null),
  isPinned: () => false,
  linkedBranches: (_issue, args) => connect([], args),
};

export const PullRequest: Resolvers<PullRequestRecord> = {
  ...common,
  permalink: (pull, _args, { webUrl }) => `${webUrl}${path(pull)}`,
  checksUrl: (pull, _args, { webUrl }) => `${webUrl}${path(pull)}/checks`,
  merged: (pull) => pull.state === "MERGED",
  mergedBy: (pull) => (pull.state === "MERGED" ? pull.author : null),
  mergeCommit: (pull) => (pull.state === "MERGED" ? pull.head : null),
  potentialMergeCommit: () => null,
  autoMergeRequest: () => null,
  isCrossRepository: () => false,
  isInMergeQueue: () => false,
  isMergeQueueEnabled: () => false,
  maintainerCanModify: () => false,
  canBeRebased: (pull) => pull.mergeable === "MERGEABLE",
  mergeStateStatus: (pull) => (pull.isDraft ? "DRAFT" : pull.mergeable === "CONFLICTING" ? "DIRTY" : "CLEAN"),
  headRefOid: (pull) => pull.head.oid,
  baseRefOid: (pull) => findRef(pull.repository, pull.baseRefName)?.commit.oid ?? pull.head.oid,
  headRef: (pull) => findRef(pull.repository, `refs/heads/${pull.headRefName}`),
  baseRef: (pull) => findRef(pull.repository, `refs/heads/${pull.baseRefName}`),
  headRepository: (pull) => pull.repository,
  headRepositoryOwner: (pull) => pull.repository.owner,
  baseRepository: (pull) => pull.repository,
  statusCheckRollup: (pull) =>
    pull.head.checks === null ? null : { __typename: "StatusCheckRollup", commit: pull.head },
  commits: (pull, args) =>
    connect(
      [
        {
          __typename: "PullRequestCommit",
          databaseId: pull.databaseId,
          commit: pull.head,
          pullRequest: pull,
        },
      ],
      args,
    ),
  reviews: (pull, args) => connect(pull.reviewList, args),
  latestReviews: (pull, args) => connect(pull.reviewList, args),
  latestOpinionatedReviews: (pull, args) => connect(pull.reviewList, args),
  reviewThreads: (pull, args) => connect(pull.threadList, args),
  reviewRequests: (pull, args) => {
    const requests = pull.requested.map((requestedReviewer) => ({
      __typename: "ReviewRequest",
      databaseId: pull.databaseId + requestedReviewer.databaseId,
      requestedReviewer,
      asCodeOwner: false,
      pullRequest: pull,
    }));
    return connect(requests, args);
  },
  closingIssuesReferences: (_pull, args) => connect([], args),
  files: (_pull, args) => connect([], args),
  totalCommentsCount: (pull) => pull.commentCount,
  viewerLatestReview: (pull, _args, { user }) => pull.reviewList.findLast(({ author }) => author === user) ?? null,
};

export const PullRequestReview: Resolvers<ReviewRecord> = {
  authorAssociation: () => "MEMBER",
  authorCanPushToRepository: () => true,
  createdAt: (review) => review.submittedAt,
  updatedAt: (review) => review.submittedAt,
  publishedAt: (review) => review.submittedAt,
  url: (review, _args, { webUrl }) => `${webUrl}${path(review.pullRequest)}#pullrequestreview-${review.databaseId}`,
  comments: (_review, args) => connect([], args),
  reactionGroups: () => [],
  isMinimized: () => false,
  repository: (review) => review.pullRequest.repository,
};

export const PullRequestReviewThread: Resolvers<ReviewThreadRecord> = {
  isCollapsed: (thread) => thread.isResolved,
  repository: (thread) => thread.pullRequest.repository,
  comments: (_thread, args) => connect([], args),
};
