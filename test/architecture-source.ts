import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** One file of the code, with paths from the project's root. */
export interface SourceFile {
  readonly path: string;
  /** Lines without comments, at the numbers that they have in the file. */
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
}

export interface Import {
  readonly line: number;
  /** What is left of it at run time: loaded with the file, loaded when the line is reached, or nothing. */
  readonly kind: "value" | "dynamic" | "type";
  /** Path of a file of ours, or the name of a package. */
  readonly target: string;
}

/** Every TypeScript file below some folders, tests apart. */
export function readSource(folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => path.endsWith(".ts") && !path.includes("/test/"))
      .toSorted()
      .map((path) => parseSource(path, readFileSync(path, "utf8"))),
  );
}

export function parseSource(path: string, text: string): SourceFile {
  const code = withoutComments(text);
  return { path, lines: code.replace(/\n$/, "").split("\n"), imports: importsOf(path, code) };
}

// Texts and regular expressions come first: what looks like a comment within them is none.
const TOKEN =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`|(?<=[=(,:;!&|?{}[\n]\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/|\/\/[^\n]*|\/\*[^]*?\*\//g;

function withoutComments(text: string): string {
  return text.replace(TOKEN, (token) => (/^\/[/*]/.test(token) ? token.replace(/[^\n]/g, " ") : token));
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^;"'`()=]*?\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*(?:"([^"]+)"|[^)]*)/g;

function importsOf(path: string, code: string): readonly Import[] {
  const found = [
    ...[...code.matchAll(STATIC)].map(({ index, 1: type, 2: target }) => ({
      index,
      kind: type === undefined ? ("value" as const) : ("type" as const),
      target,
    })),
    ...[...code.matchAll(DYNAMIC)].map(({ index, 1: target }) => ({ index, kind: "dynamic" as const, target })),
  ];
  return found.map(({ index, kind, target }) => ({
    kind,
    line: code.slice(0, index).split("\n").length,
    target: target === undefined ? "(whatever is asked for)" : resolveTarget(path, target),
  }));
}

function resolveTarget(from: string, target: string): string {
  if (!target.startsWith(".")) return packageName(target);
  const path = posix.join(posix.dirname(from), target);
  const source = path.replace(/\.js$/, ".ts");
  return existsSync(path) && !existsSync(source) ? path : source;
}

function packageName(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
