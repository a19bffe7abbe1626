import { readFileSync } from "node:fs";
import { buildSchema, isAbstractType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { EMBEDDED, POSSIBLE_TYPES, SINGLETONS } from "../web/src/graphql/schema-shape.js";

const schema = buildSchema(readFileSync(new URL("../schema.graphql", import.meta.url), "utf8"));

test("the console's cache knows how to tell every object of the schema from every other", () => {
  const withoutId = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("__") && type.getFields()["id"] === undefined)
    .map(({ name }) => name)
    .filter((name) => name !== "Query" && name !== "Mutation");
  const known = [...EMBEDDED, ...SINGLETONS, "RateLimit"];
  expect(known.toSorted()).toEqual(withoutId.toSorted());
});

test("the console's cache knows what every interface and every union of the schema can be", () => {
  const abstract = Object.values(schema.getTypeMap()).filter((type) => isAbstractType(type));
  const possible = abstract.map((type) => [
    type.name,
    schema
      .getPossibleTypes(type)
      .map(({ name }) => name)
      .toSorted(),
  ]);
  expect(Object.fromEntries(possible)).toEqual(POSSIBLE_TYPES);
});
