import { readdirSync, readFileSync } from "node:fs";
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { githubSchema } from "../fake-github/index.js";
import { nodeId } from "../fake-github/world/node-id.js";
import { buildGatewaySchema } from "../src/resolvers/build-schema.js";
import { startGateway, type TestGateway } from "./gateway.js";

const RULES = [...specifiedRules, NoDeprecatedCustomRule];
const OPERATIONS = new URL("../src/github/operations/", import.meta.url);

/** What the required arguments of the schema's fields are given, by their names. */
const VALUES: Readonly<Record<string, string>> = {
  owner: '"octo-mock"',
  login: '"octo-mock"',
  name: '"main"',
  id: "$id",
  ids: "$ids",
  number: "1",
  url: "$url",
  query: '"a"',
};

// Answers that say nothing against a document: an edition without an App, and things that the world does not have.
const HARMLESS = new Set(["FEATURE_NOT_AVAILABLE", "NOT_FOUND"]);

let gateway: TestGateway;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGatewaySchema();
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Every field of a type, and of the types below it down to a depth; `seen` collects their coordinates. */
function selectAll(type: GraphQLNamedType, depth: number, seen: Set<string>, prefix = ""): string {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const texts = fields.flatMap((field) => selectField(`${type.name}.${field.name}`, field, { depth, seen, prefix }));
  const variants = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  // The same name can mean another thing in each of several types.
  const fragments = variants.map((each) => `... on ${each.name} ${selectAll(each, depth, seen, `${each.name}_`)}`);
  return `{ ${["__typename", ...texts, ...fragments].join(" ")} }`;
}

function selectField(
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  { depth, seen, prefix }: { readonly depth: number; readonly seen: Set<string>; readonly prefix: string },
): readonly string[] {
  const type = getNamedType(field.type);
  if (!isLeafType(type) && depth === 0) return [];
  seen.add(coordinate);
  const alias = prefix === "" ? "" : `${prefix}${field.name}: `;
  return [`${alias}${field.name}${argumentsOf(field)} ${isLeafType(type) ? "" : selectAll(type, depth - 1, seen)}`];
}

/** All of a root field's type; of an abstract one, each of its types in a selection of its own. */
function selectionsOf(field: GraphQLField<unknown, unknown>, depth: number, seen: Set<string>): readonly string[] {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return [""];
  if (!isAbstractType(type)) return [selectAll(type, depth, seen)];
  return schema.getPossibleTypes(type).map((each) => {
    // A task shows an item of one of two types: all of both would be more aliases than the gateway admits.
    const below = each.name === "SuggestedTask" ? 1 : depth;
    return `{ ... on ${each.name} ${selectAll(each, below, seen)} }`;
  });
}

function argumentsOf(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.flatMap(({ name, defaultValue, type }) => {
    if (name === "first") return ["first: 2"];
    if (defaultValue !== undefined || !String(type).endsWith("!")) return [];
    const value = VALUES[name];
    if (value === undefined)
      throw new Error(`Add a value for the argument \`${name}\` of \`${field.name}\` to VALUES.`);
    return [`${name}: ${value}`];
  });
  return given.length === 0 ? "" : `(${given.join(", ")})`;
}

function headOf(call: string): string {
  if (call.includes("$ids")) return "query($ids: [ID!]!)";
  if (call.includes("$id")) return "query($id: ID!)";
  return call.includes("$url") ? "query($url: String!)" : "query";
}

test("whatever the schema has is asked of GitHub in documents that its schema admits, without deprecated fields", async () => {
  const { world } = gateway.fakeGitHub;
  const repository = world.repository("octo-mock", "hello-world");
  const [ref] = repository?.refs().values() ?? [];
  const records = [world.user("octo-mock"), world.organization("northwind"), repository, ref];
  const ids = records.flatMap((record) => (record ? [nodeId(record, "new")] : []));
  expect(ids).toHaveLength(4);
  const url = `${gateway.fakeGitHub.url}/octo-mock/hello-world`;
  const seen = new Set<string>();
  const failures: string[] = [];
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const call = `${field.name}${argumentsOf(field).replace('name: "main"', 'name: "hello-world"')}`;
    const head = headOf(call);
    for (const selection of selectionsOf(field, 2, seen)) {
      for (const id of head.includes("$id:") ? ids : ids.slice(0, 1)) {
        const { errors } = await gateway.graphql(`${head} { ${call} ${selection} }`, { id, ids, url });
        const unexpected = errors.filter(({ extensions }) => !HARMLESS.has(extensions.code));
        failures.push(...unexpected.map(({ message }) => `${call} ${selection}: ${message}`));
      }
    }
  }
  expectValid(gateway.fakeGitHub.journal.graphql.map(({ query }) => query ?? ""));
  expect(failures).toEqual([]);
  expect(upstreamFields().filter((coordinate) => !seen.has(coordinate))).toEqual([]);
  expect([...gateway.fakeGitHub.journal.notModelled]).toEqual([]);
});

test("so are lists in every order, searches, pages and examinations of tokens", async () => {
  gateway.fakeGitHub.journal.clear();
  const id = (await gateway.graphql('{ repository(owner: "octo-mock", name: "hello-world") { id } }'))
    .data as unknown as {
    repository: { id: string };
  };
  const use =
    "mutation($id: ID!) { recordRepositoryUse(input: { repositoryId: $id }) { settings { recentRepositories { name isFork } } } }";
  await gateway.graphql(use, { id: id.repository.id });
  const edges =
    "edges { cursor node { id owner { avatarUrl(size: 9) ... on User { name } } branches(first: 2) { edges { cursor node { isProtected } } } } }";
  const page = `{ nodes { lastUsedAt } ${edges} pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount restrictions { reason } }`;
  for (const list of [
    'repositories(first: 3, search: "er")',
    'repositories(first: 100, search: "er", minimumPermission: WRITE)',
    'repositories(first: 3, search: "octo-mock/hello-world")',
    "repositories(first: 3, minimumPermission: ADMIN)",
    'repositories(first: 3, owner: "northwind", visibility: PRIVATE, includeForks: false, includeArchived: true)',
    ...["ASC", "DESC"].flatMap((direction) =>
      ["PUSHED_AT", "UPDATED_AT", "NAME", "STARGAZERS", "LAST_USED"].map(
        (field) => `repositories(first: 3, orderBy: { field: ${field}, direction: ${direction} })`,
      ),
    ),
  ]) {
    const { errors } = await gateway.graphql(`{ ${list} ${page} rateLimit { cost } }`);
    expect([list, errors]).toEqual([list, []]);
  }
  for (const { text } of gateway.fakeGitHub.world.tokens.values()) {
    await gateway.graphql("mutation($t: Secret!) { checkGitHubToken(input: { token: $t }) { check { kind } } }", {
      t: text,
    });
  }
  const documents = gateway.fakeGitHub.journal.graphql.map(({ query }) => query ?? "");
  expect(documents.length).toBeGreaterThan(30);
  expectValid(documents);
});

test("every file of operations is valid by GitHub's schema and asks for nothing that is deprecated", () => {
  const files = readdirSync(OPERATIONS).filter((name) => name.endsWith(".graphql"));
  expect(files.length).toBeGreaterThan(8);
  expectValid(files.map((name) => readFileSync(new URL(name, OPERATIONS), "utf8")));
});

test("the check finds what is wrong", () => {
  expect(problemsIn("{ viewer { loginn } }")).toHaveLength(1);
  expect(problemsIn("query($a: Int) { viewer { login } }")).toHaveLength(1);
  expect(
    problemsIn("{ viewer { repositories(first: 1) { nodes { hasProjectsEnabled deleteBranchOnMerge } } } }"),
  ).toEqual([]);
  expect(problemsIn("{ viewer { isBountyHunter projects(first: 1) { totalCount } } }")).toHaveLength(1);
});

/** `Type.field` of all that comes from GitHub. */
function upstreamFields(): readonly string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  const upstream = types.filter((type) => type.extensions["gitHubType"] !== undefined);
  return upstream.flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));
}

function expectValid(documents: readonly string[]): void {
  const different = [...new Set(documents)];
  expect(different.length).toBeGreaterThan(0);
  const problems = different.flatMap((document) => problemsIn(document).map((problem) => `${problem} in ${document}`));
  expect(problems).toEqual([]);
}

function problemsIn(document: string): readonly string[] {
  return validate(githubSchema(), parse(document), RULES).map(({ message }) => message);
}
