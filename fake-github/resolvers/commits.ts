import { createCommit } from "../world/create-branches.js";
import type { CommitRecord } from "../world/records.js";
import { connect } from "./connection.js";
import type { Args, ExecutionContext, Resolvers } from "./execution-context.js";

/** The commit and those below it, newest first. */
function history(commit: CommitRecord, { world }: ExecutionContext): readonly CommitRecord[] {
  const found = [commit];
  for (let step = 1; step <= commit.depth; step += 1) {
    const committedDate = new Date(Date.parse(commit.committedDate) - step * 70_000_000)
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
    const given = { committedDate, depth: commit.depth - step };
    found.push(createCommit(world, commit.repository, `${commit.oid}~${step}`, given));
  }
  return found;
}

export const Commit: Resolvers<CommitRecord> = {
  abbreviatedOid: (commit) => commit.oid.slice(0, 7),
  messageHeadline: (commit) => commit.message.split("\n", 1)[0],
  messageBody: (commit) => commit.message.split("\n").slice(2).join("\n"),
  authoredDate: (commit) => commit.committedDate,
  pushedDate: () => null,
  author: (commit) => gitActor(commit),
  committer: (commit) => gitActor(commit),
  authors: (commit, args) => connect([gitActor(commit)], args),
  additions: (commit) => Number.parseInt(commit.oid.slice(0, 2), 16),
  deletions: (commit) => Number.parseInt(commit.oid.slice(2, 4), 16),
  changedFiles: (commit) => 1 + (Number.parseInt(commit.oid.slice(4, 6), 16) % 9),
  changedFilesIfAvailable: (commit) => 1 + (Number.parseInt(commit.oid.slice(4, 6), 16) % 9),
  resourcePath: (commit) => `/${commit.repository.owner.login}/${commit.repository.name}/commit/${commit.oid}`,
  url: commitUrl,
  commitUrl,
  status: () => null,
  statusCheckRollup: (commit) => (commit.checks === null ? null : { __typename: "StatusCheckRollup", commit }),
  history: (commit, args, context) => connect(history(commit, context), args, { cursor: "position" }),
  parents: (commit, args, context) => connect(history(commit, context).slice(1, 2), args, { cursor: "position" }),
};

function commitUrl(commit: CommitRecord, _args: Args, { webUrl }: ExecutionContext): string {
  return `${webUrl}/${commit.repository.owner.login}/${commit.repository.name}/commit/${commit.oid}`;
}

function gitActor(commit: CommitRecord) {
  const { authorName: name, authorEmail: email, author: user, committedDate: date } = commit;
  return { __typename: "GitActor", name, email, user, date };
}

export const GitActor: Resolvers<ReturnType<typeof gitActor>> = {
  avatarUrl: (actor, _args, { webUrl }) => `${webUrl}/avatars/u/${actor.user?.databaseId ?? 0}?v=4`,
};

const CHECK_SUITE = { __typename: "CheckSuite", workflowRun: null };

const CONCLUSIONS = {
  SUCCESS: "SUCCESS",
  FAILURE: "FAILURE",
  ERROR: "FAILURE",
  PENDING: null,
  EXPECTED: null,
} as const;

export const StatusCheckRollup: Resolvers<{ readonly commit: CommitRecord }> = {
  id: ({ commit }) => Buffer.from(`017:StatusCheckRollup${commit.oid}`).toString("base64"),
  state: ({ commit }) => commit.checks,
  contexts: ({ commit }, args, { webUrl }) => {
    const conclusion = CONCLUSIONS[commit.checks ?? "PENDING"];
    const detailsUrl = `${webUrl}/${commit.repository.owner.login}/${commit.repository.name}/actions`;
    const times = {
      startedAt: commit.committedDate,
      completedAt: conclusion && commit.committedDate,
    };
    const status = conclusion === null ? "IN_PROGRESS" : "COMPLETED";
    const run = {
      __typename: "CheckRun",
      name: "build",
      status,
      conclusion,
      detailsUrl,
      checkSuite: CHECK_SUITE,
      ...times,
    };
    return connect([run], args);
  },
};
