// Does what the compiler leaves aside: the explorer's files, with the licences of those that are not ours, the files of
// the callback page, and the mode of the command.
import { chmod, copyFile, cp, mkdir } from "node:fs/promises";
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

await cp(join(root, "src/server/callback/page"), join(root, "dist", "callback"), { recursive: true });

// npm makes it executable when it links the package, and so only once; each build writes it anew.
await chmod(join(root, "dist", "src", "cli", "octogate.js"), 0o755);
