import { expect, test } from "vitest";
import type { SettingsChange } from "../src/settings/settings-store.js";
import { validateSettingsChange } from "../src/settings/validate-settings-change.js";

function nested(depth: number): Record<string, unknown> {
  return depth === 1 ? {} : { a: nested(depth - 1) };
}

test("takes good values, nulls and nothing", () => {
  const good: readonly SettingsChange[] = [
    {},
    { language: null, gitUserName: null, gitUserEmail: null, analyticsConsent: null, defaultRepositoryId: null },
    { language: "de", gitUserName: "Ana María O'Neil-Świątek, Jr.", gitUserEmail: "1+ana@users.noreply.github.com" },
    {
      language: "zh-Hant-TW",
      gitUserName: "山田太郎",
      gitUserEmail: "ana@localhost",
      defaultRepositoryId: "R_kgDOABCD",
    },
    { preferences: { a: [1, "two", null, true, { b: {} }] } },
    { preferences: nested(8) },
  ];
  for (const change of good) expect(validateSettingsChange(change)).toEqual([]);
});

test.each<[keyof SettingsChange, unknown]>([
  ["language", ""],
  ["language", "german language"],
  ["language", "de_DE"],
  ["language", `de-${"abcdefgh-".repeat(8)}x`],
  ["gitUserName", " "],
  ["gitUserName", "Ana <ana@example.com>"],
  ["gitUserName", "Ana\nCo-authored-by: Eve"],
  ["gitUserName", "Ana\u0000"],
  ["gitUserName", "Ana\u2028"],
  ["gitUserName", "x".repeat(201)],
  ["gitUserEmail", ""],
  ["gitUserEmail", "ana"],
  ["gitUserEmail", "ana@"],
  ["gitUserEmail", "ana@b@c"],
  ["gitUserEmail", "ana@example.com\n"],
  ["gitUserEmail", "<ana@example.com>"],
  ["gitUserEmail", `ana@${"x".repeat(260)}`],
  ["defaultRepositoryId", ""],
  ["defaultRepositoryId", "a b"],
  ["defaultRepositoryId", "x".repeat(257)],
  ["preferences", { a: "x".repeat(40_000) }],
  ["preferences", nested(9)],
  ["preferences", { a: new Date(0) }],
  ["preferences", { a: Number.NaN }],
  ["preferences", { a: undefined }],
  ["preferences", { a: [() => 1] }],
  ["preferences", { a: 1n }],
  ["preferences", JSON.parse('{"a":{"__proto__":{"admin":true}}}')],
])("refuses %s, case %#, with one sentence on what is wrong and one on what to do", (field, value) => {
  const problems = validateSettingsChange({ [field]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.path).toEqual([field]);
  expect(problems[0]?.message).toMatch(/^[^.]+\. .+\.$/);
});

test("names every field that is wrong", () => {
  const problems = validateSettingsChange({ language: "?", gitUserEmail: "?", analyticsConsent: true });
  expect(problems.map(({ path }) => path)).toEqual([["language"], ["gitUserEmail"]]);
});

test("refuses preferences that are nested thousands of levels deep without running out of stack", () => {
  expect(validateSettingsChange({ preferences: nested(5_000) })).toHaveLength(1);
});
