import { readFile } from "node:fs/promises";

/** The folder that `vite build` fills, seen from the sources or from what the compiler made of them. */
const BUILT = new URL(import.meta.url.endsWith(".ts") ? "../../../dist/web/" : "../../../web/", import.meta.url);

/** A file of the console's build; `undefined` where there is none, as before the first build. */
export async function readBuiltFile(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(new URL(path, BUILT));
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "ENOENT") return undefined;
    throw error;
  }
}
