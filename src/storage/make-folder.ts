import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode, toStorageError } from "./storage-error.js";

/**
 * Makes a folder for its owner alone, and those above it that are missing.
 *
 * Not `mkdir` with `recursive`: where nothing can be made and the system says ENOENT, as in /proc, Node tries for ever.
 *
 * @throws StorageError that names the first folder that cannot be made.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (errorCode(error) === "EEXIST" && (await isFolder(path))) return;
    throw toStorageError(error, path, "made");
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw toStorageError(error, path, "read");
  }
}
