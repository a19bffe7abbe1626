import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
  Kind,
  parse,
  print,
  validate,
  type ConstDirectiveNode,
  type GraphQLSchema,
  type StringValueNode,
} from "graphql";
import { beforeAll, describe, expect, test, type TestContext } from "vitest";
import { buildGatewaySchema } from "../src/resolvers/build-schema.js";
import { printGatewaySchema } from "../src/resolvers/print-schema.js";

const EMITTED = new URL("../schema.graphql", import.meta.url);
const OPERATIONS = new URL("../../shared/contract/operations.graphql", import.meta.url);
const CONTRACT = new URL("../../shared/contract/schema.graphql", import.meta.url);

let schema: GraphQLSchema;
let emitted: string;

beforeAll(async () => {
  schema = await buildGatewaySchema();
  emitted = printGatewaySchema(schema);
});

test("schema.graphql is what the decorators say", () => {
  if (process.env["UPDATE_SCHEMA"] === "1") writeFileSync(EMITTED, emitted);
  const committed = existsSync(EMITTED) ? readFileSync(EMITTED, "utf8") : "";
  expect(committed, "Run UPDATE_SCHEMA=1 npx vitest run test/contract.test.ts and commit schema.graphql.").toBe(
    emitted,
  );
});

/** What the contract has grown by. */
const GROWN = ["GitHubCredential.renewUrl"];

describe("against the contract", () => {
  test("nothing is missing or different, descriptions and directives included", ({ skip }) => {
    const contract = [...readContract(skip)];
    const ours = factsOf(emitted);
    const facts = contract.map(([coordinate, { description }]): [string, Fact | undefined] => {
      const fact = ours.get(coordinate);
      return [coordinate, fact && { ...fact, description: description && fact.description }];
    });
    expect(contract.length).toBeGreaterThan(300);
    expect(Object.fromEntries(facts)).toEqual(Object.fromEntries(contract));
  });

  test("nothing is added to it by accident", ({ skip }) => {
    const contract = readContract(skip);
    expect([...factsOf(emitted).keys()].filter((coordinate) => !contract.has(coordinate))).toEqual(GROWN);
  });
});

describe("the operations that frontends send", () => {
  test.for([
    "AppStart",
    "RepositoryPicker",
    "BranchPicker",
    "SetToken",
    "Login",
    "Callback",
    "Tasks",
    "Gauge",
    "Paste",
    "Orgs",
    "Setup",
    "Save",
    "Catalogue",
  ])("%s is valid as it stands", (name, { skip }) => {
    skip(!existsSync(OPERATIONS), "The operations are not here: put them into ../shared/contract/operations.graphql.");
    const { definitions } = parse(readFileSync(OPERATIONS, "utf8"));
    const operation = definitions.filter(
      (each) => each.kind === Kind.OPERATION_DEFINITION && each.name?.value === name,
    );
    expect(operation).toHaveLength(1);
    expect(validate(schema, { kind: Kind.DOCUMENT, definitions: operation })).toEqual([]);
  });
});

/** What a schema says of one of its elements: all but the description, as printed, and the description on one line. */
interface Fact {
  readonly shape: string;
  readonly description: string | undefined;
}

function readContract(skip: TestContext["skip"]): ReadonlyMap<string, Fact> {
  skip(
    !existsSync(CONTRACT),
    "The contract is not here: put it into ../shared/contract/schema.graphql to compare with it.",
  );
  return factsOf(readFileSync(CONTRACT, "utf8"));
}

/** By schema coordinate, for example `Query.node(id:)`. https://spec.graphql.org/draft/#sec-Schema-Coordinates */
function factsOf(sdl: string): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>();
  const add = (coordinate: string, node: Described): void => {
    const shape = print({ ...node, description: undefined, arguments: [], fields: [], values: [] } as never);
    facts.set(coordinate, { shape, description: node.description?.value.replaceAll(/\s+/g, " ").trim() });
  };
  for (const definition of parse(sdl, { noLocation: true }).definitions as readonly Definition[]) {
    const name = definition.name?.value ?? "schema";
    const owner = definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${name}` : name;
    add(owner, definition);
    for (const argument of definition.arguments ?? []) add(`${owner}(${argument.name.value}:)`, argument);
    for (const value of definition.values ?? []) add(`${owner}.${value.name.value}`, value);
    for (const field of definition.fields ?? []) {
      const coordinate = `${owner}.${field.name.value}`;
      add(coordinate, field);
      for (const argument of field.arguments ?? []) add(`${coordinate}(${argument.name.value}:)`, argument);
    }
  }
  return facts;
}

interface Described {
  readonly kind: string;
  readonly description?: StringValueNode;
  readonly directives?: readonly ConstDirectiveNode[];
}

interface Named extends Described {
  readonly name: { readonly value: string };
  readonly arguments?: readonly Named[];
}

/** The definitions of a schema document, as far as it matters what is in them. */
interface Definition extends Described {
  readonly name?: { readonly value: string };
  readonly arguments?: readonly Named[];
  readonly values?: readonly Named[];
  readonly fields?: readonly Named[];
}
