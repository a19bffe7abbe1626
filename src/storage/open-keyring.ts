import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { Secret } from "../secret/secret.js";
import { openDataDirectory } from "./data-directory.js";
import { withFileLock } from "./file-lock.js";
import { Keyring, type KeyringEntry } from "./keyring.js";
import { readTextFile } from "./read-text-file.js";
import { StorageError, toStorageError } from "./storage-error.js";
import { writeFileWhole } from "./write-file-whole.js";

const FORMAT = "octogate-keys";

const KeysFileSchema = v.strictObject({
  format: v.literal(FORMAT),
  formatVersion: v.literal(1),
  keys: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/)),
        key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
        createdAt: v.pipe(v.string(), v.isoTimestamp()),
      }),
    ),
    v.minLength(1),
    v.check((keys) => new Set(keys.map(({ id }) => id)).size === keys.length),
  ),
});

export interface OpenKeyringOptions {
  /** Absolute path of the folder that holds `keys.json`. */
  readonly dataDir: string;
  /** Used instead of `keys.json`, which is then neither read nor written. */
  readonly encryptionKeys?: readonly KeyringEntry[] | undefined;
}

export interface OpenedKeyring {
  readonly keyring: Keyring;
  /** Path of `keys.json` if this call made it: worth a line in the log, since it must be kept. */
  readonly created: string | undefined;
}

/**
 * The keys that were given, else the ones of the data folder, generated when there are none. Throws StorageError for a
 * file that is not whole; it is never overwritten.
 */
export async function openKeyring({ dataDir, encryptionKeys }: OpenKeyringOptions): Promise<OpenedKeyring> {
  if (encryptionKeys !== undefined) return { keyring: new Keyring(encryptionKeys), created: undefined };
  await openDataDirectory(dataDir);
  const path = join(dataDir, "keys.json");
  const existing = await readKeys(path);
  if (existing !== undefined) return { keyring: existing, created: undefined };
  try {
    return await withFileLock(`${path}.lock`, async (lock) => {
      const meanwhile = await readKeys(path);
      if (meanwhile !== undefined) return { keyring: meanwhile, created: undefined };
      const entry = generateKey();
      await writeFileWhole(path, toFileText(entry), { beforeReplacing: lock.assertHeld });
      return { keyring: new Keyring([entry]), created: path };
    });
  } catch (error) {
    throw toStorageError(error, path, "written");
  }
}

async function readKeys(path: string): Promise<Keyring | undefined> {
  const file = await readTextFile(path);
  if (file === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), KeysFileSchema), file.text);
  if (!parsed.success) {
    throw new StorageError(
      path,
      "is not a whole file of encryption keys",
      "Restore it from a backup, or move it away: a new key is then made and the GitHub token must be added again.",
    );
  }
  return new Keyring(parsed.output.keys.map(({ id, key }) => ({ id, key: new Secret(key) })));
}

/** The id is random, so that values sealed with a lost key are told from ones that were tampered with. */
function generateKey(): KeyringEntry {
  return {
    id: `k-${randomBytes(4).toString("hex")}`,
    key: new Secret(randomBytes(32).toString("base64")),
  };
}

function toFileText({ id, key }: KeyringEntry): string {
  const keys = [{ id, key: key.reveal(), createdAt: new Date().toISOString() }];
  // No line end at the end: a file that lacks its last byte is then not whole either.
  return JSON.stringify({ format: FORMAT, formatVersion: 1, keys }, null, 2);
}
