import { describe, expect, test } from "vitest";
import { parseSource, readSource } from "./architecture-source.js";
import { RULES } from "./architecture-rules.js";

const FILES = readSource(["src", "fake-github"]);
const BY_NAME = RULES.map((rule) => [rule.says, rule] as const);

describe("the code keeps the rules of the architecture", () => {
  test.each(BY_NAME)("%s", (_says, { check }) => {
    expect(check(FILES)).toEqual([]);
  });
});

describe("each rule sees what breaks it, and names file and line", () => {
  test.each(BY_NAME)("%s", (_says, { check, broken }) => {
    const file = parseSource(broken.path, broken.text);
    const known = check(FILES);
    const found = check([...FILES.filter(({ path }) => path !== broken.path), file]).filter(
      (it) => !known.includes(it),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(broken.path);
  });
});

test("every way of importing is seen, and what only looks like one is not", () => {
  const text = `
// import { a } from "./comment.js";
import "reflect-metadata";
import type { A } from "./a.js";
import {
  type B,
  c,
} from "../b/c.js"; /* import "./comment.js"; */
export * from "./d.js";
export type { E } from "@scope/e/deep.js";
const text = 'import "./text.js"', pattern = /import "x" \\/\\/ /;
const later = await import("../../package.json");
await import(name);
`;
  const { imports } = parseSource("src/x/y.ts", text);
  expect(imports.map(({ kind, target, line }) => `${line} ${kind} ${target}`)).toEqual([
    "3 value reflect-metadata",
    "4 type src/x/a.ts",
    "5 value src/b/c.ts",
    "9 value src/x/d.ts",
    "10 type @scope/e",
    "12 dynamic package.json",
    "13 dynamic (whatever is asked for)",
  ]);
});

test("there is code to look at", () => {
  const importCount = FILES.reduce((sum, { imports }) => sum + imports.length, 0);
  expect(FILES.length).toBeGreaterThan(200);
  expect(importCount).toBeGreaterThan(3 * FILES.length);
});
