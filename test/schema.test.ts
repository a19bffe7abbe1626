import {
  getNullableType,
  isListType,
  isNonNullType,
  validateSchema,
  type GraphQLField,
  type GraphQLSchema,
} from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { buildGatewaySchema } from "../src/resolvers/build-schema.js";
import { startGateway } from "./gateway.js";

const TOKEN = "ghp_canaryCanaryCanaryCanaryCanaryCanary";

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGatewaySchema();
});

function levelOf({ astNode }: GraphQLField<unknown, unknown>): string | undefined {
  const access = astNode?.directives?.find((directive) => directive.name.value === "access");
  const value = access?.arguments?.[0]?.value;
  return value?.kind === "EnumValue" ? value.value : undefined;
}

test("the schema is a valid one", () => {
  expect(validateSchema(schema)).toEqual([]);
});

describe("access", () => {
  test("every root field says who may call it", () => {
    const roots = [schema.getQueryType(), schema.getMutationType()];
    const fields = roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
    expect(fields.length).toBeGreaterThan(18);
    expect(fields.filter((field) => levelOf(field) === undefined).map(({ name }) => name)).toEqual([]);
  });

  test("what is printed is enforced: without a token, fields that need GitHub are refused and it is not asked", async () => {
    await using gateway = await startGateway({ token: null });
    const fields = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
      (field) => levelOf(field) === "GITHUB",
    );
    expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(["node", "nodes", "repository", "branches"]));
    for (const field of fields) {
      const required = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
      const given = required.map(({ name, type }) => `${name}: ${isListType(getNullableType(type)) ? '["x"]' : '"x"'}`);
      const { data, errors } = await gateway.graphql(
        `{ session { status } ${field.name}${given.length > 0 ? `(${given.join()})` : ""} { __typename } }`,
      );
      // The type of `nodes` does not let the list itself be null.
      const refused = field.name === "nodes" ? [null] : null;
      expect(data, field.name).toEqual({ session: { status: "GITHUB_NOT_CONNECTED" }, [field.name]: refused });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["GITHUB_NOT_CONNECTED"]);
    }
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });
});

test("nothing but the fields that look at the setup token themselves is left to them by the guard", () => {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const fields = roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
  expect(fields.filter((field) => levelOf(field) === "ADMIN").map(({ name }) => name)).toEqual([
    "startAppRegistration",
    "completeAppRegistration",
  ]);
});

describe("a secret in the document", () => {
  const documents = [
    `mutation { checkGitHubToken(input: { token: "${TOKEN}" }) { check { kind } } }`,
    `mutation { setGitHubToken(input: { token: """${TOKEN}""" }) { credential { id } } }`,
    `mutation ($t: Secret! = "${TOKEN}") { checkGitHubToken(input: { token: $t }) { check { kind } } }`,
    `mutation { checkGitHubToken(input: { token: 42 }) { check { kind } } }`,
  ];

  test.each(documents)("is refused without being repeated: %#", async (document) => {
    await using gateway = await startGateway({ token: null });
    const { errors, text } = await gateway.graphql(document);
    expect(errors.map(({ extensions }) => extensions.code)).toContain("SECRET_IN_DOCUMENT");
    expect(text).not.toContain(TOKEN);
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
  });
});
