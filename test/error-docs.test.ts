import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { ERROR_CATALOGUE } from "../src/errors/error-catalogue.js";
import { errorDocs } from "../src/errors/error-docs.js";

test("docs/errors.md says what the catalogue says", async () => {
  if (process.env["UPDATE_DOCS"] === "1") await writeFile("docs/errors.md", errorDocs());
  expect(await readFile("docs/errors.md", "utf8")).toBe(errorDocs());
});

test("every code has a heading of its own, and a sentence", () => {
  const headings = [...errorDocs().matchAll(/^## (\w+)\n\n.+\. Next step: `\w+`\./gm)].map(([, code]) => code);
  expect(headings).toEqual(Object.keys(ERROR_CATALOGUE));
});
