import { schema as gitHubSchema } from "@octokit/graphql-schema";
import {
  buildSchema,
  isInterfaceType,
  isLeafType,
  isObjectType,
  getNamedType,
  NoDeprecatedCustomRule,
  NoUnusedFragmentsRule,
  parse,
  specifiedRules,
  validate,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { getMetadataStorage } from "type-graphql";
import { isComplete, upstreamTypeNames } from "../src/github/selection/declaration.js";
import { buildGatewaySchema } from "../src/resolvers/build-schema.js";
import { branchPage, isProtectedBranch } from "../src/schema/branch-facts.js";
import type { UpstreamField, UpstreamType } from "../src/schema/from-github.js";

type FieldsOwner = GraphQLObjectType | GraphQLInterfaceType;

let schema: GraphQLSchema;
let github: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGatewaySchema();
  // GitHub's own file defines a field twice.
  github = buildSchema(gitHubSchema.idl, { assumeValidSDL: true });
});

describe("declarations of where fields come from", () => {
  test("every one can be asked of GitHub, and nothing of it is deprecated there", () => {
    const problems: string[] = [];
    const readings = upstreamTypes().flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => readingOf(type, field)),
    );
    for (const { coordinate, document } of readings) {
      const rules = [...specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule), NoDeprecatedCustomRule];
      for (const error of validate(github, parse(document), rules)) problems.push(`${coordinate}: ${error.message}`);
    }
    expect(readings.length).toBeGreaterThan(60);
    expect(problems).toEqual([]);
  });

  test("of an interface that is said to be complete, every type of GitHub's is shown as one of ours", () => {
    const interfaces = upstreamTypes().filter((type) => isInterfaceType(type) && isComplete(type));
    expect(interfaces.map(({ name }) => name).toSorted()).toEqual(["Actor", "RepositoryOwner"]);
    for (const type of interfaces) {
      const [upstreamName = ""] = upstreamTypeNames(type);
      const upstream = github.getType(upstreamName);
      if (!isInterfaceType(upstream) || !isInterfaceType(type)) throw new Error(`${upstreamName} is no interface.`);
      const ours = schema.getPossibleTypes(type).flatMap(upstreamTypeNames);
      expect(ours).toEqual(expect.arrayContaining(github.getPossibleTypes(upstream).map(({ name }) => name)));
    }
  });

  test("every field resolver on an object of GitHub's says what it is made from", () => {
    const resolvers = getMetadataStorage().fieldResolvers.filter(({ kind }) => kind === "external");
    const undeclared = resolvers.flatMap(({ getObjectType, methodName }) => {
      const type = schema.getType(getObjectType?.().name ?? "");
      if (!isObjectType(type) || type.extensions["gitHubType"] === undefined) return [];
      const declaration = declarationOf(type.getFields()[methodName]);
      return declaration.select !== undefined && declaration.value === undefined ? [] : [`${type.name}.${methodName}`];
    });
    expect(resolvers.length).toBeGreaterThan(5);
    expect(undeclared).toEqual([]);
  });
});

test.for<[string, string, object, unknown]>([
  ["User", "email", { email: "" }, null],
  ["User", "email", { email: "ana@example.com" }, "ana@example.com"],
  ["Repository", "cloneUrl", { url: "https://github.com/o/r" }, "https://github.com/o/r.git"],
  ["Repository", "viewerCanPush", { viewerPermission: null }, null],
  ["Repository", "viewerCanPush", { viewerPermission: "TRIAGE" }, false],
  ["Repository", "viewerCanPush", { viewerPermission: "WRITE" }, true],
  ["Branch", "commitSha", { target: { oid: "5c3f" } }, "5c3f"],
  ["Branch", "committedDate", { target: {} }, null],
  ["Branch", "commitHeadline", { target: null }, null],
  ["Branch", "isDefault", { name: "main", repository: { defaultBranchRef: { name: "main" } } }, true],
  ["Branch", "isDefault", { name: "main", repository: { defaultBranchRef: { name: "trunk" } } }, false],
  ["Branch", "isDefault", { name: "main", repository: { defaultBranchRef: null } }, false],
  ["PageInfo", "hasPreviousPage", {}, false],
])("%s.%s made from %j is %j", ([typeName, fieldName, upstream, expected]) => {
  const type = schema.getType(typeName);
  const { value } = declarationOf(isObjectType(type) ? type.getFields()[fieldName] : undefined);
  expect(value?.(upstream as never)).toBe(expected);
});

describe("a branch", () => {
  const reader = { repository: { viewerPermission: "READ" }, refUpdateRule: null, branchProtectionRule: null };
  const writer = { ...reader, repository: { viewerPermission: "WRITE" } };

  test("is protected by a protection rule or by a ruleset", () => {
    expect(isProtectedBranch({ ...writer, refUpdateRule: { pattern: "main" }, rules: { totalCount: 0 } })).toBe(true);
    expect(isProtectedBranch({ ...writer, branchProtectionRule: { id: "BPR_1" } })).toBe(true);
    expect(isProtectedBranch({ ...reader, rules: { totalCount: 1 } })).toBe(true);
  });

  test("is unprotected only for those who would see a rule", () => {
    expect(isProtectedBranch({ ...writer, rules: { totalCount: 0 } })).toBe(false);
    expect(isProtectedBranch({ ...writer, rules: null })).toBeNull();
    expect(isProtectedBranch({ ...reader, rules: { totalCount: 0 } })).toBeNull();
    expect(isProtectedBranch({})).toBeNull();
  });

  test("has a page whose address survives its name", () => {
    const page = branchPage("https://github.com/o/r", "fix/#12 50%?");
    expect(page).toBe("https://github.com/o/r/tree/fix/%2312%2050%25%3F");
  });
});

function upstreamTypes(): readonly FieldsOwner[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is FieldsOwner =>
      (isObjectType(type) || isInterfaceType(type)) &&
      (type.extensions["gitHubType"] as UpstreamType | undefined)?.type !== undefined,
  );
}

function declarationOf(field: GraphQLField<unknown, unknown> | undefined): UpstreamField {
  return field?.extensions["gitHub"] ?? {};
}

/** A document that asks GitHub for one field; none where GitHub is not asked, or a reader makes its own document. */
function readingOf(type: FieldsOwner, field: GraphQLField<unknown, unknown>) {
  const { type: upstreamType, also = [] } = type.extensions["gitHubType"] as UpstreamType;
  const { args = {}, on = [upstreamType, ...also], ...declaration } = declarationOf(field);
  if (declaration.reader !== undefined || field.name === "restrictions") return [];
  const name = declaration.field ?? field.name;
  const variables = Object.entries(args).map(([argument, argumentType]) => `$${argument}: ${argumentType}`);
  const given = Object.keys(args).map((argument) => `${argument}: $${argument}`);
  const call = `${name}${given.length > 0 ? `(${given.join(", ")})` : ""}`;
  const plain = `{ ${call} ${isLeafType(getNamedType(field.type)) ? "" : "{ __typename }"} }`;
  const selection = declaration.select ?? plain;
  if (selection === "") return [];
  const fragments = on.map((target, index) => `fragment F${index} on ${target} ${selection}`);
  const spreads = on.map((_, index) => `...F${index}`);
  // The types of variables are only checked where an operation declares them.
  const operation = `query (${variables.join(", ")}) { node(id: "x") { ${spreads.join(" ")} } }`;
  return [
    {
      coordinate: `${type.name}.${field.name}`,
      document: [...fragments, ...(variables.length > 0 ? [operation] : [])].join("\n"),
    },
  ];
}
