import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { errorCode, StorageError, toStorageError } from "./storage-error.js";

const LARGEST_BYTES = 16 * 1024 * 1024;

export interface TextFile {
  readonly text: string;
  /** Changes whenever the file is replaced or written to. */
  readonly revision: string;
}

/** Reads a file of ours; undefined when there is none. Throws StorageError when it cannot be read or is not text. */
export async function readTextFile(path: string): Promise<TextFile | undefined> {
  let file: FileHandle | undefined;
  try {
    // A pipe would wait for somebody who writes into it.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = await file.stat({ bigint: true });
    if (!status.isFile() && !status.isDirectory()) throw notOurs(path, "is a pipe or a device, and not a file");
    if (status.size > LARGEST_BYTES) throw notOurs(path, "is far too large to be a file of this gateway");
    return { text: decode(await file.readFile(), path), revision: toRevision(status) };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw toStorageError(error, path, "read");
  } finally {
    await file?.close();
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notOurs(path, "is not text");
  }
}

/** Tells two states of a file apart without reading it. */
export function toRevision(status: { ino: bigint; size: bigint; mtimeNs: bigint; ctimeNs: bigint }): string {
  return `${status.ino}-${status.size}-${status.mtimeNs}-${status.ctimeNs}`;
}

function notOurs(path: string, wrong: string): StorageError {
  return new StorageError(path, wrong, "Restore it from a backup, or move it away.");
}
