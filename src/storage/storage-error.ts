import { existsSync } from "node:fs";
import { dirname } from "node:path";

/** A file of the data directory that cannot be used. The message is one line: which file, what is wrong, what to do. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly path: string;
  /** Of the operating system, such as `ENOSPC`; undefined when the content is to blame. */
  readonly code: string | undefined;

  constructor(path: string, wrong: string, advice: string, options: { readonly code?: string | undefined } = {}) {
    super(`${path} ${wrong}. ${advice}`);
    this.path = path;
    this.code = options.code;
  }
}

/** Turns an error of `node:fs` about a path into a sentence. */
export function toStorageError(error: unknown, path: string, action: "read" | "written" | "made"): StorageError {
  if (error instanceof StorageError) return error;
  const code = errorCode(error);
  if (code === undefined) throw error;
  return new StorageError(path, `cannot be ${action} (${code})`, adviceFor(code, path), { code });
}

/** Code of an error of the operating system, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  const isOfSystem = error instanceof Error && "errno" in error && "code" in error;
  return isOfSystem && typeof error.code === "string" ? error.code : undefined;
}

function adviceFor(code: string, path: string): string {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "The disk is full: free some space, then try again.";
    case "EROFS":
      return "The file system is read-only: make it writable, or set OCTOGATE_DATA_DIR to a folder that is.";
    case "EACCES":
    case "EPERM":
      return "Give the user that runs the gateway access to it, or set OCTOGATE_DATA_DIR to another folder.";
    case "EISDIR":
      return "A folder is where a file belongs: move it away.";
    case "ENOTDIR":
    case "EEXIST":
      return "A file is where a folder belongs: move it away, or set OCTOGATE_DATA_DIR to another folder.";
    case "ENOENT":
      return existsSync(dirname(path))
        ? "Nothing can be stored there: set OCTOGATE_DATA_DIR to another folder."
        : "The folder is gone: put it back, or start the gateway again to make a new one.";
    default:
      return `Check the disk, and the owner and mode of ${path}.`;
  }
}
