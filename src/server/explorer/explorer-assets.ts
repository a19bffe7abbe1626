import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the explorer and where the build takes it from: a package, or the folder `page` beside this file. */
export interface ExplorerAsset {
  readonly name: string;
  readonly type: string;
  readonly from: { readonly package: string; readonly file: string } | "page";
}

const JAVASCRIPT = "text/javascript; charset=utf-8";
const CSS = "text/css; charset=utf-8";

/** In the order in which the page loads them. */
export const EXPLORER_ASSETS: readonly ExplorerAsset[] = [
  { name: "graphiql.min.css", type: CSS, from: { package: "graphiql", file: "graphiql.min.css" } },
  { name: "explorer.css", type: CSS, from: "page" },
  {
    name: "react.js",
    type: JAVASCRIPT,
    from: { package: "react", file: "umd/react.production.min.js" },
  },
  {
    name: "react-dom.js",
    type: JAVASCRIPT,
    from: { package: "react-dom", file: "umd/react-dom.production.min.js" },
  },
  {
    name: "graphiql.min.js",
    type: JAVASCRIPT,
    from: { package: "graphiql", file: "graphiql.min.js" },
  },
  { name: "explorer.js", type: JAVASCRIPT, from: "page" },
];

/** Path of an asset among the sources. */
export function sourceOf({ name, from }: ExplorerAsset): string {
  if (from === "page") return fileURLToPath(new URL(`page/${name}`, import.meta.url));
  const manifest = createRequire(import.meta.url).resolve(`${from.package}/package.json`);
  return join(dirname(manifest), from.file);
}

/** The bytes of an asset: from `dist/explorer`, where the build put it, else from the sources. */
export async function readAsset(asset: ExplorerAsset): Promise<Buffer> {
  try {
    return await readFile(new URL(`../../../explorer/${asset.name}`, import.meta.url));
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, "code") !== "ENOENT") throw error;
    return await readFile(sourceOf(asset));
  }
}
