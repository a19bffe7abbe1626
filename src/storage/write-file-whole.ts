import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Files that a killed process may leave behind, beside the file that it was writing. */
export const TEMPORARY_FILE = /\.[0-9a-f]{12}\.tmp$/;

/** A name of this kind, beside a file. */
export function temporaryPath(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}.tmp`;
}

export interface WriteFileWholeOptions {
  /** Last check before the new content takes the place of the old; a throw leaves the old one. */
  readonly beforeReplacing?: () => Promise<void>;
}

/**
 * Replaces a file so that a reader, a crash, a full disk or a power cut finds either the old content or the new one.
 * The mode is 0600.
 *
 * Not `write-file-atomic`: it calls `fs.write` once and does not look at how much was written, so a disk that fills up
 * in the middle leaves half a file in the place of the whole one, without an error. `FileHandle.writeFile` goes on
 * until everything is written or an error says why not.
 */
export async function writeFileWhole(path: string, text: string, options: WriteFileWholeOptions = {}): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await options.beforeReplacing?.();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes the rename survive a power cut. Some file systems cannot do this, and the content is in place by now anyway. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close().catch(() => undefined);
}
