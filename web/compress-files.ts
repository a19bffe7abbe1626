import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Plugin } from "vite";

const ENCODINGS = [
  { ending: ".br", compress: promisify(brotliCompress) },
  { ending: ".gz", compress: promisify(gzip) },
];

/** Puts the compressed forms of the built files beside them, so that the gateway has nothing to compress. */
export function compressFiles(): Plugin {
  return {
    name: "octogate-compress-files",
    apply: "build",
    async writeBundle({ dir = "" }) {
      // Whoever is at work on a page needs it soon, and not small.
      if (this.meta.watchMode) return;
      const folder = join(dir, "assets");
      const names = (await readdir(folder)).filter((name) => /\.(?:js|css|svg)$/.test(name));
      for (const path of names.map((name) => join(folder, name))) {
        const content = await readFile(path);
        for (const { ending, compress } of ENCODINGS) await writeFile(path + ending, await compress(content));
      }
    },
  };
}
