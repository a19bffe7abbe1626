import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DECISIONS = markdownIn("docs/decisions");
const DOCUMENTS = [...markdownIn("."), ...markdownIn("docs"), ...DECISIONS].map((path) => ({
  path,
  text: readFileSync(join(ROOT, path), "utf8"),
}));

test("every link between documents leads to a file, and to a heading if it names one", () => {
  const broken = DOCUMENTS.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
      .filter(([, target = "", heading]) => !leadsSomewhere(join(dirname(path), target), heading))
      .map(([link]) => `${path}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("every file and script that a document names is there", () => {
  const missing = DOCUMENTS.flatMap(({ path, text }) => [
    ...[...text.matchAll(/`((?:src|test|script|fake-github|docs)\/[\w./-]+)`/g)]
      .filter(([, named = ""]) => !existsSync(join(ROOT, named)))
      .map(([, named]) => `${path}: ${named}`),
    ...[...text.matchAll(/\bnpm run ([a-z:-]+)/g)]
      .filter(([, script = ""]) => !Object.hasOwn(packageJson.scripts, script))
      .map(([command]) => `${path}: ${command}`),
  ]);
  expect(missing).toEqual([]);
});

test("the tree in ARCHITECTURE.md has every folder of the source", () => {
  const architecture = DOCUMENTS.find(({ path }) => path === "ARCHITECTURE.md")?.text ?? "";
  const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.filter(({ name }) => !architecture.includes(`\n  ${name}/ `)).map(({ name }) => name)).toEqual([]);
});

test.each(DECISIONS)("%s has the form of a decision", (path) => {
  const text = readFileSync(join(ROOT, path), "utf8");
  const number = /(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1] ?? "";
  expect(text).toMatch(new RegExp(`^# ${number}: .+\n\n- Date: \\d{4}-\\d\\d-\\d\\d\n- Status: `));
  expect(text).toMatch(/\n- Status: (proposed|accepted|superseded by \d{4})\n/);
  expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
    "Context",
    "Decision",
    "Consequences",
  ]);
  expect(text.split("\n").length - 1).toBeLessThanOrEqual(45);
});

test("decisions are numbered without gaps", () => {
  expect(DECISIONS.map((path) => Number(path.slice("docs/decisions/".length, -3).slice(0, 4)))).toEqual(
    DECISIONS.map((_path, index) => index + 1),
  );
});

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => join(folder, name));
}

function leadsSomewhere(path: string, heading: string | undefined): boolean {
  if (!existsSync(join(ROOT, path))) return false;
  if (heading === undefined) return true;
  const text = readFileSync(join(ROOT, path), "utf8");
  return [...text.matchAll(/^#+ (.+)$/gm)].some(([, title = ""]) => anchorOf(title) === heading);
}

/** As GitHub makes anchors of headings. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}
