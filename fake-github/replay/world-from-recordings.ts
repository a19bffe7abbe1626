import { createCommit } from "../world/create-branches.js";
import { license } from "../world/create-repository.js";
import type { Account, BotRecord, LabelRecord, RepositoryRecord, UserRecord } from "../world/records.js";
import { World } from "../world/world.js";
import { at, isNode, nodesIn, recordedOf, type Node } from "./recorded-data.js";
import { loadRecordings, type Recording } from "./recordings.js";

function text(node: Node, name: string): string {
  return String(node[name]);
}

/** An account of this name; made up where the recording does not describe it. */
function someone(world: World, node: Node, create: (login: string) => Account): Account {
  const login = text(node, "login");
  return world.account(login) ?? create(login);
}

function author(world: World, value: unknown): UserRecord | BotRecord | null {
  const node = at(value);
  if (typeof node["login"] !== "string") return null;
  const { facts } = recordedOf(node);
  const account = someone(world, node, (login) => world.addUser({ login, ...(facts ? { facts } : {}) }));
  return account.__typename === "User" ? account : null;
}

function addRepository(world: World, owner: Account, node: Node): RepositoryRecord {
  const branch = at(node, "defaultBranchRef")["name"];
  const main = at(node, "primaryLanguage")["name"];
  const licence = at(node, "licenseInfo");
  const recorded = recordedOf(node);
  const release = node["latestRelease"];
  return world.addRepository({
    ...(Object.fromEntries(Object.entries(node).filter(([name]) => PLAIN.has(name))) as object),
    name: text(node, "name"),
    owner,
    branches: typeof branch === "string" ? [branch] : 0,
    defaultBranch: typeof branch === "string" ? branch : null,
    visibility: node["isPrivate"] === true ? "PRIVATE" : "PUBLIC",
    languages: typeof main === "string" ? [main] : [],
    licenseInfo:
      typeof licence["key"] === "string"
        ? license(licence["key"], text(licence, "name"), licence["nickname"] as string | null)
        : null,
    topics: nodesIn(at(node, "repositoryTopics")).map((topic) => text(at(topic, "topic"), "name")),
    facts: { ...recorded.facts, ...(isNode(release) ? { latestRelease: release } : {}) },
    counts: recorded.counts ?? {},
  });
}

/** Fields that the world also sorts and filters by, so that they must be in the record itself. */
const PLAIN = new Set(
  (
    "databaseId description isArchived isFork isDisabled isMirror homepageUrl diskUsage forkCount stargazerCount " +
    "createdAt updatedAt pushedAt"
  ).split(" "),
);

function addBranches(world: World, repository: RepositoryRecord, refs: Node): void {
  for (const node of nodesIn(refs)) {
    const name = text(node, "name");
    const target = at(node, "target");
    const who = at(target, "author");
    const [ref] = world.addBranches(repository, [name]);
    if (!ref) continue;
    const commit = createCommit(world, repository, name, {
      oid: text(target, "oid"),
      authorName: text(who, "name"),
      authorEmail: text(who, "email"),
      author: null,
    });
    repository.refs().set(ref.fullName, { ...ref, commit });
  }
}

function labels(world: World, repository: RepositoryRecord, node: Node): readonly LabelRecord[] {
  return nodesIn(at(node, "labels")).map((label) => {
    const name = text(label, "name");
    const known = repository.labelList.find((other) => other.name === name);
    if (known) return known;
    const common = {
      color: "ededed",
      description: null,
      isDefault: false,
      createdAt: repository.createdAt,
    };
    const added: LabelRecord = {
      __typename: "Label",
      databaseId: world.nextId(),
      repository,
      name,
      ...common,
    };
    repository.labelList.push(world.register(added));
    return added;
  });
}

function addWorkItems(world: World, repository: RepositoryRecord, list: Node, kind: "issue" | "pull-request"): void {
  for (const node of nodesIn(list)) {
    const recorded = recordedOf(node);
    const editor = author(world, node["editor"]);
    const facts = {
      ...recorded.facts,
      ...(isNode(node["milestone"]) ? { milestone: node["milestone"] } : {}),
      ...(editor ? { editor } : {}),
      ...(isNode(node["headRepository"])
        ? { headRepository: { __typename: "Repository", facts: node["headRepository"] } }
        : {}),
      ...(isNode(node["mergedBy"]) ? { mergedBy: author(world, node["mergedBy"]) } : {}),
    };
    const common = {
      number: Number(node["number"]),
      databaseId: Number(node["databaseId"]),
      title: text(node, "title"),
      body: text(node, "body"),
      author: author(world, node["author"]),
      labels: labels(world, repository, node),
      comments: recorded.counts?.["comments"] ?? 0,
      createdAt: text(node, "createdAt"),
      updatedAt: text(node, "updatedAt"),
      closedAt: node["closedAt"] as string | null,
      recorded: { facts, counts: recorded.counts ?? {} },
    };
    const state = text(node, "state") as "OPEN" | "CLOSED" | "MERGED";
    if (kind === "pull-request") {
      const names = {
        headRefName: text(node, "headRefName"),
        baseRefName: text(node, "baseRefName"),
      };
      world.addPullRequest(repository, { ...common, ...names, state });
    } else if (state !== "MERGED") world.addIssue(repository, { ...common, state });
  }
}

/**
 * A world of recorded answers, for queries that were never recorded: the repositories of josephjacks (23) and of
 * facebook (50), the branches, issues and pull requests of mergestat/mergestat, and patrickdevivo. What no recording
 * tells is made up, always the same. The token `recorded` belongs to josephjacks.
 */
export function worldFromRecordings(folder: string): World {
  const recordings = new Map(loadRecordings(folder, "graphql").map((recording) => [recording.id, recording]));
  const data = (id: string): Node => at(recordings.get(id) satisfies Recording | undefined, "response", "body", "data");
  const world = new World({ seed: "recordings", now: Date.UTC(2022, 2, 22) });

  const userRepositories = at(data("mergestat-testuserrepos"), "user");
  const viewer = world.addUser({ login: text(userRepositories, "login") });
  for (const node of nodesIn(at(userRepositories, "repositories"))) addRepository(world, viewer, node);
  world.addToken({ name: "recorded", user: viewer });

  const organization = at(data("mergestat-testorgrepos"), "organization");
  const owner = world.addOrganization({ login: text(organization, "login") });
  for (const node of nodesIn(at(organization, "repositories"))) addRepository(world, owner, node);

  const person = recordedOf(at(data("mergestat-testuserinfo"), "user"));
  world.addUser({ login: "patrickdevivo", ...person.facts, facts: person.facts ?? {} });

  const mergestat = world.addOrganization({ login: "mergestat" });
  const repository = addRepository(world, mergestat, {
    ...at(data("mergestat-testrepoinfo"), "repository"),
    databaseId: 277_068_345,
  });
  world.addFormerName(repository, "askgitdev/askgit");
  addBranches(world, repository, at(data("mergestat-testbranches-1"), "repository", "refs"));
  addWorkItems(world, repository, at(data("mergestat-testrepoissues"), "repository", "issues"), "issue");
  addWorkItems(world, repository, at(data("mergestat-testrepoprs"), "repository", "pullRequests"), "pull-request");
  return world;
}
