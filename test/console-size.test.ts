import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const BUILT = new URL("../dist/web/", import.meta.url);
const MOST_BYTES = 150_000;

/** The scripts that a page refers to, and what those import, at once or later. */
function scriptsOf(page: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = namesIn(readBuilt(page));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...namesIn(readBuilt(`assets/${name}`)));
  }
  return found;
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/[\w-]+-[\w-]{8}\.js/g)].map(([name]) => name).filter((name) => EXISTING.has(name));
}

function readBuilt(path: string): string {
  return readFileSync(new URL(path, BUILT), "utf8");
}

const EXISTING = new Set(readdirSync(new URL("assets/", BUILT)));

test("all of the console without the explorer is under 150 KB of compressed script", () => {
  const sizes = [...scriptsOf("index.html")].map((name): [string, number] => [
    name,
    gzipSync(readBuilt(`assets/${name}`)).length,
  ]);
  const sum = sizes.reduce((total, [, size]) => total + size, 0);
  console.log(`The console: ${sum} bytes of script after gzip, in ${sizes.length} files.`);
  // React alone is more: less would mean that this test looks at nothing.
  expect(sum).toBeGreaterThan(50_000);
  expect(sum, JSON.stringify(sizes)).toBeLessThan(MOST_BYTES);
});

test("what GraphiQL needs is in no file of the console", () => {
  const console = scriptsOf("index.html");
  const explorer = scriptsOf("explorer/index.html");
  expect(explorer.size).toBeGreaterThan(console.size / 2);
  for (const name of console) expect(readBuilt(`assets/${name}`)).not.toContain("CodeMirror");
});
