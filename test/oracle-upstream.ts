import {
  getNamedType,
  Kind,
  valueFromAST,
  GraphQLBoolean,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import type { Chosen, ChosenField } from "./generate-selection.js";

type Variables = Readonly<Record<string, unknown>>;

/** What the gateway may ask of GitHub for a field, from the object that has the field: where it is not the same name. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  "Repository.cloneUrl": ["url"],
  "Repository.viewerCanPush": ["viewerPermission"],
  "Repository.lastUsedAt": ["id"],
  "Branch.commitSha": ["target.oid"],
  "Branch.committedDate": ["target.committedDate"],
  "Branch.commitHeadline": ["target.messageHeadline"],
  "Branch.isDefault": ["name", "repository.defaultBranchRef.name"],
  "Branch.isProtected": [
    "refUpdateRule.pattern",
    "branchProtectionRule.id",
    "rules.totalCount",
    "repository.viewerPermission",
  ],
  "Branch.url": ["name", "repository.url"],
  "Issue.labels": ["labels.nodes.name"],
  "Issue.commentCount": ["comments.totalCount"],
  "PullRequest.checks": ["statusCheckRollup.state"],
  "PullRequest.unresolvedThreadCount": ["reviewThreads.nodes.isResolved"],
  "Organization.access": ["login", "databaseId"],
  "Organization.restrictions": ["login", "databaseId"],
  "PageInfo.hasPreviousPage": [],
};

const RENAMED: Readonly<Record<string, string>> = {
  "Repository.defaultBranch": "defaultBranchRef",
  "Repository.branch": "ref",
  "Query.organizations": "viewer.organizations",
};

const ORDER_FACTS: Readonly<Record<string, string>> = {
  NAME: "name",
  STARGAZERS: "stargazerCount",
  PUSHED_AT: "pushedAt",
  UPDATED_AT: "updatedAt",
  LAST_USED: "pushedAt",
};
const ADMISSION_FACTS = ["id", "nameWithOwner", "isArchived", "isFork", "visibility", "viewerPermission"];

// A list of refs is always read with its cursors: the default branch is taken out of it.
const PAGE_NEEDS = ["edges.cursor", "edges.node", "pageInfo.hasNextPage", "pageInfo.endCursor"];

/** Paths of every field that a client's operation justifies asking GitHub for; names alone, without aliases. */
export function justifiedPaths(selections: readonly Chosen[], schema: GraphQLSchema): ReadonlySet<string> {
  const paths = new Set<string>();
  visit("Query", selections, [""]);
  return paths;

  function allow(bases: readonly string[], path: string): readonly string[] {
    const whole = bases.map((base) => (base === "" ? path : `${base}.${path}`));
    for (const each of whole) {
      const names = each.split(".");
      names.forEach((_, index) => paths.add(names.slice(0, index + 1).join(".")));
    }
    return whole;
  }

  function visit(type: string, from: readonly Chosen[], bases: readonly string[]): void {
    for (const each of from) {
      if (!each.isIncluded) continue;
      if (each.kind === "fragment") visit(each.on ?? type, each.selections, bases);
      else if (each.name !== "__typename") visitField(type, each, bases);
    }
  }

  function visitField(type: string, field: ChosenField, bases: readonly string[]): void {
    const coordinate = `${type}.${field.name}`;
    const parent = schema.getType(type);
    const fields = parent && "getFields" in parent ? parent.getFields() : {};
    const known = fields[field.name];
    if (known === undefined) throw new Error(`There is no ${coordinate}.`);
    const below = getNamedType(known.type).name;
    const needs = NEEDS[coordinate];
    if (needs !== undefined) for (const need of needs) allow(bases, need);
    else if (type.endsWith("Connection") && field.name === "restrictions") {
      // GitHub says what it withholds in the places of the items.
      for (const need of ["edges.cursor", "edges.node"]) allow(bases, need);
      if (bases.includes("search")) allow(bases, countOf(type));
    } else if (field.name === "totalCount" && bases.includes("search")) allow(bases, countOf(type));
    else visit(below, field.selections ?? [], basesOf(coordinate, field, bases));
  }

  function basesOf(coordinate: string, field: ChosenField, bases: readonly string[]): readonly string[] {
    const { args } = field;
    switch (coordinate) {
      case "Query.branches":
        return branchBases(field, allow(bases, "repository"));
      case "Repository.branches":
        return branchBases(field, bases);
      case "Query.repositories":
        return repositoryBases(
          field,
          allow([""], args["owner"] === null ? "viewer.repositories" : "repositoryOwner.repositories"),
        );
      case "Organization.repositories":
        allow(bases, "login");
        allow(bases, "databaseId");
        return repositoryBases(field, allow([""], "repositoryOwner.repositories"));
      case "Query.searchRepositories":
        if (args["scope"] === "ACCESSIBLE") allowReach();
        if (args["scope"] === "ACCESSIBLE") allowPage(["search"], "nameWithOwner");
        else if (args["scope"] === "PUBLIC") allowPage(["search"], "isPrivate");
        if (args["scope"] !== "ALL" || needsPlaces(field)) allowPage(["search"], "id");
        return allow([""], "search");
      case "Query.issues":
      case "Query.pullRequests": {
        if (args["repository"] !== null) allow([""], "repository.nameWithOwner");
        if (isMerged(args)) allowPage(["search"], "createdAt");
        // What was shown last is remembered in cursors.
        if (isMerged(args) || needsPlaces(field)) allowPage(["search"], "id");
        return allow([""], "search");
      }
      case "Repository.issues":
      case "Repository.pullRequests":
        // Cursors are bound to the repository.
        allow(bases, "id");
        return allow(bases, field.name);
      default:
        return allow(bases, RENAMED[coordinate] ?? field.name);
    }
  }

  function allowPage(lists: readonly string[], ...facts: readonly string[]): void {
    for (const need of [...PAGE_NEEDS, ...facts.map((fact) => `edges.node.${fact}`)]) allow(lists, need);
  }

  /** What the caller can reach, in the words of GitHub's search. */
  function allowReach(): void {
    allow([""], "viewer.login");
    for (const need of ["nodes.nameWithOwner", "pageInfo.hasNextPage"]) allow([""], `viewer.repositories.${need}`);
    for (const need of ["nodes.login", "pageInfo.hasNextPage"]) allow([""], `viewer.organizations.${need}`);
  }

  function repositoryBases(field: ChosenField, list: readonly string[]): readonly string[] {
    const { args, selections: below } = field;
    if (typeof args["minimumPermission"] === "string") allowPage(list, "viewerPermission");
    if (typeof args["search"] !== "string" || args["search"].trim() === "") return list;
    allowReach();
    allowPage(list, "id", "nameWithOwner");
    const { field: order } = args["orderBy"] as { readonly field: string };
    allowPage(["search"], "id", ORDER_FACTS[order] ?? "");
    if (typeof args["minimumPermission"] === "string") allowPage(["search"], "viewerPermission");
    if (args["search"].includes("/")) {
      for (const fact of ADMISSION_FACTS) allow([""], `repository.${fact}`);
      for (const items of itemsOf(below ?? [])) visit("Repository", items, ["repository"]);
    }
    return [...list, ...allow([""], "search")];
  }

  function branchBases({ args, selections: below }: ChosenField, repository: readonly string[]): readonly string[] {
    allow(repository, "id");
    const refs = allow(repository, "refs");
    for (const need of PAGE_NEEDS) allow(refs, need);
    allow(refs, "edges.node.name");
    if (args["pinDefault"] !== true) return refs;
    const pinned = allow(repository, "defaultBranchRef");
    allow(pinned, "name");
    if (args["after"] === null) for (const items of itemsOf(below ?? [])) visit("Branch", items, pinned);
    return refs;
  }
}

function countOf(connection: string): string {
  return connection === "RepositoryConnection" ? "repositoryCount" : "issueCount";
}

/** Whether a list that counts its cursors has to know what it has shown: where it is walked. */
function needsPlaces({ args, selections }: ChosenField): boolean {
  return args["after"] !== null || hasCursor(selections ?? []);
}

function hasCursor(selections: readonly Chosen[]): boolean {
  return selections.some((each) => {
    if (!each.isIncluded) return false;
    if (each.kind === "field" && ["cursor", "startCursor", "endCursor"].includes(each.name)) return true;
    const isPart = each.kind === "fragment" || each.name === "edges" || each.name === "pageInfo";
    return isPart && hasCursor(each.selections ?? []);
  });
}

function isMerged(args: Variables): boolean {
  const [states, involvement] = [args["states"] as readonly string[], args["involvement"] as readonly string[]];
  return involvement.length > 1 || states.toSorted().join() === "MERGED,OPEN";
}

/** Selections of the items of a page, below `nodes` and `edges { node }`. */
function itemsOf(selections: readonly Chosen[]): readonly (readonly Chosen[])[] {
  return selections.flatMap((each) => {
    if (!each.isIncluded) return [];
    if (each.kind === "fragment" || each.name === "edges") return itemsOf(each.selections ?? []);
    return each.name === "nodes" || each.name === "node" ? [each.selections ?? []] : [];
  });
}

/** Paths of the fields that a document asks for with these variables; names alone, without aliases. */
export function askedPaths(document: DocumentNode, variables: Variables): readonly string[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  return document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? pathsIn(each.selectionSet, "") : [],
  );

  function pathsIn({ selections }: SelectionSetNode, base: string): readonly string[] {
    return selections.flatMap((each): readonly string[] => {
      if (!isAsked(each.directives ?? [], variables)) return [];
      if (each.kind === Kind.INLINE_FRAGMENT) return pathsIn(each.selectionSet, base);
      if (each.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(each.name.value);
        return fragment === undefined ? [] : pathsIn(fragment.selectionSet, base);
      }
      const name = each.name.value;
      if (name === "__typename") return [];
      // `relay` is GitHub's root once more.
      const isRoot = base === "" && name === "relay";
      const path = isRoot ? "" : base === "" ? name : `${base}.${name}`;
      return [...(isRoot ? [] : [path]), ...(each.selectionSet === undefined ? [] : pathsIn(each.selectionSet, path))];
    });
  }
}

function isAsked(directives: readonly DirectiveNode[], variables: Variables): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    const [condition] = given;
    const value = condition === undefined ? undefined : valueFromAST(condition.value, GraphQLBoolean, variables);
    return value === (name.value === "include");
  });
}
