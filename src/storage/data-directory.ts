import { chmod, lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./make-folder.js";
import { toStorageError } from "./storage-error.js";
import { TEMPORARY_FILE } from "./write-file-whole.js";

const OWN_FILE = /^(keys|settings)\.json(\.|$)/;
const OTHERS_MAY = 0o077;
const ABANDONED_AFTER_MS = 60_000;

/**
 * Makes the folder when it is missing (0700), closes our files to others, and clears away what killed processes left.
 * The folder itself is closed too when it holds nothing but our files; otherwise it may be a home folder.
 */
export async function openDataDirectory(path: string): Promise<void> {
  try {
    await makeFolder(path);
    const names = await readdir(path);
    const ownNames = names.filter((name) => OWN_FILE.test(name));
    if (ownNames.length === names.length) await closeToOthers(path);
    for (const name of ownNames) await tidy(join(path, name));
  } catch (error) {
    throw toStorageError(error, path, "read");
  }
}

async function tidy(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  if (!status?.isFile()) return;
  const isAbandoned = TEMPORARY_FILE.test(path) && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS;
  if (isAbandoned) await rm(path, { force: true }).catch(() => undefined);
  else await closeToOthers(path);
}

/** Where the owner and the file system allow it; a mode that cannot be changed is no reason not to start. */
async function closeToOthers(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  if (status === undefined || status.isSymbolicLink() || (status.mode & OTHERS_MAY) === 0) return;
  await chmod(path, status.mode & 0o700).catch(() => undefined);
}
