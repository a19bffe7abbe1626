import { basename } from "node:path";
import type { SourceFile } from "./architecture-source.js";
import { IN_FEW_FILES, LONGER, METRICS, MOST_LINES, PACKAGES, REDIS, STARTS } from "./architecture-lists.js";
import { FOR_ALL, IMPORT_TABLE, isIn, type ImportRow } from "./architecture-table.js";

type Check = (files: readonly SourceFile[]) => readonly string[];

/** A rule of the architecture. Its check gives a sentence for each place that breaks it. */
export interface Rule {
  readonly says: string;
  readonly check: Check;
  /** A file that would break it, so that the check is known to see it. */
  readonly broken: { readonly path: string; readonly text: string };
}

const OF_GRAPHQL = new Set(["graphql", "type-graphql", "graphql-scalars", "@graphql-tools/utils"]);
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.(type|input|enum|scalar|args|resolver))?\.ts$/;

export const RULES: readonly Rule[] = [
  {
    says: "a folder imports only what the table names",
    check: (files) => files.flatMap(offTheTable),
    broken: { path: "src/resolvers/x.ts", text: 'import type { A } from "../schema/a.js";\nimport "../storage/b.js";' },
  },
  {
    says: "no file loads itself through others",
    check: cycles,
    broken: { path: "src/errors/error-catalogue.ts", text: '\nexport { GatewayError } from "./gateway-error.js";' },
  },
  ...IN_FEW_FILES.map(({ what, pattern, places, example }): Rule => ({
    says: `${what} only in the files listed for it`,
    check: (files) =>
      files
        .filter(({ path }) => path.startsWith("src/") && !isIn(path, places))
        .flatMap(({ path, lines }) =>
          lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${what}: ${line.trim()}`] : [])),
        ),
    broken: { path: "src/context/x.ts", text: `\n${example}` },
  })),
  {
    says: "what speaks to the network or to Redis is loaded in the places listed for it",
    check: (files) => files.flatMap(offItsPlace),
    broken: { path: "src/context/x.ts", text: '\nimport { Redis } from "ioredis";' },
  },
  {
    says: "resolvers and the schema import no package but GraphQL's",
    check: (files) => files.flatMap(notGraphQL),
    broken: { path: "src/resolvers/x.ts", text: '\nimport { readFile } from "node:fs/promises";' },
  },
  {
    says: "nothing that OSS loads loads Redis",
    check: redisInOss,
    broken: { path: "src/github/pause.ts", text: '\nexport const later = () => import("ioredis");' },
  },
  {
    says: "what metrics need is loaded when they are wanted",
    check: (files) => files.flatMap(metricsForAll),
    broken: { path: "src/cli/x.ts", text: '\nimport { createMetrics } from "../server/metrics/create-metrics.js";' },
  },
  {
    says: `a file has at most ${MOST_LINES} lines, or a reason`,
    check: (files) => [...files.flatMap(tooLong), ...reasonsWithoutUse(files)],
    broken: { path: "src/context/x.ts", text: "x();\n".repeat(MOST_LINES + 1) },
  },
  {
    says: "file names are kebab-case, with the role as suffix",
    check: (files) =>
      files.filter(({ path }) => !KEBAB_CASE.test(basename(path))).map(({ path }) => `${path}:1 is not kebab-case`),
    broken: { path: "src/context/requestContext.ts", text: "" },
  },
];

function offTheTable({ path, imports }: SourceFile): readonly string[] {
  const row = IMPORT_TABLE.find(({ folder }) => isIn(path, [folder]));
  if (row === undefined) return [`${path}:1 is in no folder of the table`];
  return imports
    .filter(({ kind, target }) => isOurs(target) && !isIn(target, placesFor(row, kind)))
    .map(
      ({ line, kind, target }) => `${path}:${line} may not import ${target} (${kind}): see the row of ${row.folder}`,
    );
}

function placesFor(row: ImportRow, kind: "value" | "dynamic" | "type"): readonly string[] {
  const places = [row.folder, ...row.may, ...(FOR_ALL.includes(row.folder) ? [] : FOR_ALL)];
  if (kind === "type") return [...places, ...(row.mayType ?? [])];
  return kind === "dynamic" ? [...places, ...(row.mayLoad ?? [])] : places;
}

function isOurs(target: string): boolean {
  return isIn(target, ["src/", "fake-github/", "web/", "test/", "package.json"]);
}

/** Each ring of files once, told from where it was entered. */
function cycles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  function visit(path: string, trail: readonly string[]): void {
    if (trail.includes(path)) found.push(`${[...trail.slice(trail.indexOf(path)), path].join(" -> ")} is a cycle`);
    if (done.has(path)) return;
    done.add(path);
    for (const { kind, target } of byPath.get(path)?.imports ?? []) {
      if (kind === "value") visit(target, [...trail, path]);
    }
  }
  for (const { path } of files) visit(path, []);
  return found;
}

function offItsPlace({ path, imports }: SourceFile): readonly string[] {
  return imports.flatMap(({ kind, line, target }) => {
    const rule = PACKAGES.find(({ name }) => name === target);
    if (rule === undefined || kind === "type" || isIn(path, rule.places)) return [];
    return [`${path}:${line} loads ${target}, which is for ${rule.places.join(", ") || "no file"}`];
  });
}

function notGraphQL({ path, imports }: SourceFile): readonly string[] {
  if (!isIn(path, ["src/resolvers/", "src/schema/"])) return [];
  return imports
    .filter(({ target }) => !isOurs(target) && !OF_GRAPHQL.has(target))
    .map(({ line, target }) => `${path}:${line} imports ${target}; a resolver has its arguments and the context`);
}

/** From each start, over everything that is loaded with it; editions are loaded by name, and OSS is a start itself. */
function redisInOss(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Map<string, string>();
  const found: string[] = [];
  function visit(path: string, from: string): void {
    if (seen.has(path)) return;
    seen.set(path, from);
    for (const { kind, line, target } of byPath.get(path)?.imports ?? []) {
      if (kind === "type" || (kind === "dynamic" && path === "src/editions/load-edition.ts")) continue;
      if (REDIS.has(target)) found.push(`${path}:${line} loads ${target}, and is itself loaded by ${from}`);
      visit(target, path);
    }
  }
  for (const start of STARTS) visit(start, "the start");
  return found;
}

function metricsForAll({ path, imports }: SourceFile): readonly string[] {
  if (isIn(path, [METRICS])) return [];
  return imports
    .filter(({ kind, target }) => kind === "value" && isIn(target, [METRICS]))
    .map(({ line, target }) => `${path}:${line} loads ${target} for everybody; import it where it is wanted`);
}

function tooLong({ path, lines }: SourceFile): readonly string[] {
  if (lines.length <= MOST_LINES || path in LONGER) return [];
  return [`${path}:${MOST_LINES + 1} has ${lines.length} lines: split it by what it does, or list the reason`];
}

function reasonsWithoutUse(files: readonly SourceFile[]): readonly string[] {
  const longer = new Set(files.filter(({ lines }) => lines.length > MOST_LINES).map(({ path }) => path));
  return Object.keys(LONGER)
    .filter((path) => !longer.has(path))
    .map((path) => `${path}:1 needs no reason any more: take it off the list`);
}
