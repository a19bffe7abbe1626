import { MAX_PREFERENCES_BYTES, MAX_PREFERENCES_DEPTH } from "./settings-limits.js";
import type { RepositoryUse, SettingsChange } from "./settings-store.js";

/** A value that the user can put right: where it is in the change, and a sentence that says what to do. */
export interface SettingsProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** All problems with the values of a change; none means that it can be stored. */
export function validateSettingsChange(change: SettingsChange): readonly SettingsProblem[] {
  return toProblems([
    ["language", whenText(change.language, languageProblem)],
    ["gitUserName", whenText(change.gitUserName, nameProblem)],
    ["gitUserEmail", whenText(change.gitUserEmail, emailProblem)],
    ["defaultRepositoryId", whenText(change.defaultRepositoryId, idProblem)],
    ["preferences", change.preferences === undefined ? undefined : preferencesProblem(change.preferences)],
  ]);
}

/** All problems with a use of a repository; none means that it can be stored. */
export function validateRepositoryUse(use: RepositoryUse): readonly SettingsProblem[] {
  return toProblems([
    ["repositoryId", idProblem(use.repositoryId)],
    ["branchName", whenText(use.branchName, branchProblem)],
  ]);
}

function toProblems(checks: readonly (readonly [string, string | undefined])[]): readonly SettingsProblem[] {
  return checks.flatMap(([field, message]) => (message === undefined ? [] : [{ path: [field], message }]));
}

function whenText(text: string | null | undefined, check: (text: string) => string | undefined): string | undefined {
  return text === null || text === undefined ? undefined : check(text);
}

function languageProblem(text: string): string | undefined {
  try {
    // Throws for what is not well-formed by BCP 47.
    if (text.length <= 35 && Intl.getCanonicalLocales(text).length === 1) return undefined;
  } catch {
    // Said below.
  }
  return "This is not a language tag. Write one such as en, de or pt-BR.";
}

/** Git cuts `<`, `>` and line ends out of names, and control characters could forge lines of a commit. */
function nameProblem(text: string): string | undefined {
  if (text.trim() === "") return "The name is empty. Write a name, or clear it with null.";
  if (text.length > 200) return "The name is too long. Use at most 200 characters.";
  if (/[\p{Cc}\p{Zl}\p{Zp}<>]/u.test(text))
    return "The name has a character that Git cannot keep. Leave out < and > and line ends.";
  return undefined;
}

function emailProblem(text: string): string | undefined {
  if (text.length <= 254 && /^[^\s@<>\p{Cc}]{1,64}@[^\s@<>\p{Cc}]+$/u.test(text)) return undefined;
  return "This is not an e-mail address. Write one such as ana@example.com.";
}

function idProblem(text: string): string | undefined {
  if (/^[\x21-\x7e]{1,256}$/.test(text)) return undefined;
  return "This is not the id of a repository. Use the id field of a Repository.";
}

/** Git's own rules are stricter; this keeps out what could be no name and what could forge lines. */
function branchProblem(text: string): string | undefined {
  if (text.length <= 255 && /^[^\s\p{Cc}]+$/u.test(text)) return undefined;
  return "This is not the name of a branch. Use the name field of a Branch.";
}

function preferencesProblem(preferences: Readonly<Record<string, unknown>>): string | undefined {
  const shape = shapeProblem(preferences, 1);
  if (shape !== undefined) return shape;
  const bytes = Buffer.byteLength(JSON.stringify(preferences));
  if (bytes <= MAX_PREFERENCES_BYTES) return undefined;
  return `The preferences take ${bytes} bytes. Use at most ${MAX_PREFERENCES_BYTES}.`;
}

function shapeProblem(value: unknown, depth: number): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return undefined;
  if (!isPlain(value))
    return "A preference is not a JSON value. Use texts, numbers, true, false, null, lists and objects.";
  if (depth > MAX_PREFERENCES_DEPTH)
    return `The preferences are nested too deeply. Use at most ${MAX_PREFERENCES_DEPTH} levels.`;
  // Programs that merge objects carelessly take this key for the prototype; theirs is not to be poisoned through us.
  if (Object.hasOwn(value, "__proto__")) return "A preference is named __proto__. Choose another name.";
  for (const part of Object.values(value)) {
    const problem = shapeProblem(part, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
