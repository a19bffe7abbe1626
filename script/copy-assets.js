// Puts what the compiler leaves aside into dist: the explorer's files, with the licences of those that are not ours.
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXPLORER_ASSETS, sourceOf } from "../dist/src/server/explorer/explorer-assets.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "dist", "explorer");
await mkdir(target, { recursive: true });

for (const asset of EXPLORER_ASSETS) {
  const isOurs = asset.from === "page";
  const source = isOurs ? join(root, "src/server/explorer/page", asset.name) : sourceOf(asset);
  await copyFile(source, join(target, asset.name));
}

for (const name of ["graphiql", "react", "react-dom"]) {
  const manifest = fileURLToPath(import.meta.resolve(`${name}/package.json`));
  await copyFile(join(dirname(manifest), "LICENSE"), join(target, `${name}.LICENSE.txt`));
}
