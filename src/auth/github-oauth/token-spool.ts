import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { Secret } from "../../secret/secret.js";
import type { Keyring } from "../../storage/keyring.js";
import { makeFolder } from "../../storage/make-folder.js";
import { seal, unseal, type SealBinding } from "../../storage/sealed-value.js";
import { TEMPORARY_FILE, writeFileWhole } from "../../storage/write-file-whole.js";
import { AccessToken } from "../access-token.js";
import { subjectOf, type UserId } from "../identity.js";
import type { RefreshToStore } from "./token-record.js";

const ABANDONED_AFTER_MS = 60_000;

export interface TokenSpoolOptions {
  /** Absolute path of a folder of its own; made when it is needed. */
  readonly dir: string;
  readonly keyring: Keyring;
}

/** A pair of tokens that is in no store yet. */
export interface UnsavedPair {
  readonly userId: UserId;
  readonly refresh: RefreshToStore;
}

const time = v.nullable(
  v.pipe(
    v.number(),
    v.transform((ms) => new Date(ms)),
  ),
);

const FileSchema = v.object({ userId: v.pipe(v.string(), v.regex(/^\d{1,20}$/)), sealed: v.unknown() });

const PairSchema = v.object({
  consumedVersion: v.string(),
  writeId: v.string(),
  isForced: v.boolean(),
  storedAt: v.pipe(
    v.number(),
    v.transform((ms) => new Date(ms)),
  ),
  accessToken: v.string(),
  refreshToken: v.nullable(v.string()),
  expiresAt: time,
  refreshExpiresAt: time,
  scopes: v.array(v.string()),
});

/**
 * Files for pairs that Redis does not take: the answer of GitHub's is the only place where they are, and a crash would
 * cost the user a login. Sealed as a whole, bound to the user, named by a hash, 0600 in a 0700 folder.
 */
export class TokenSpool {
  readonly #dir: string;
  readonly #keyring: Keyring;

  constructor({ dir, keyring }: TokenSpoolOptions) {
    this.#dir = dir;
    this.#keyring = keyring;
  }

  async write({ userId, refresh }: UnsavedPair): Promise<void> {
    const { tokens, storedAt, ...rest } = refresh;
    const pair = {
      ...rest,
      storedAt: storedAt.getTime(),
      accessToken: tokens.accessToken.reveal(),
      refreshToken: tokens.refreshToken?.reveal() ?? null,
      expiresAt: tokens.expiresAt?.getTime() ?? null,
      refreshExpiresAt: tokens.refreshExpiresAt?.getTime() ?? null,
      scopes: tokens.scopes,
    };
    const sealed = seal(this.#keyring, new Secret(JSON.stringify(pair)), bindingOf(userId));
    await makeFolder(this.#dir);
    await writeFileWhole(this.#pathOf(userId, refresh), JSON.stringify({ userId, sealed }));
  }

  async remove({ userId, refresh }: UnsavedPair): Promise<void> {
    await rm(this.#pathOf(userId, refresh), { force: true });
  }

  /** What earlier processes left, and the paths of files that cannot be opened. */
  async readAll(): Promise<{ readonly pairs: readonly UnsavedPair[]; readonly unreadable: readonly string[] }> {
    const names = await readdir(this.#dir).catch(() => []);
    for (const name of names.filter((candidate) => TEMPORARY_FILE.test(candidate)))
      await removeOld(join(this.#dir, name));
    const pairs: UnsavedPair[] = [];
    const unreadable: string[] = [];
    for (const name of names.filter((candidate) => /^[0-9a-f]{32}\.json$/.test(candidate))) {
      const path = join(this.#dir, name);
      const pair = this.#open(await readFile(path, "utf8").catch(() => ""));
      if (pair === undefined) unreadable.push(path);
      else pairs.push(pair);
    }
    return { pairs, unreadable };
  }

  #open(text: string): UnsavedPair | undefined {
    const file = v.safeParse(v.pipe(v.string(), v.parseJson(), FileSchema), text);
    if (!file.success) return undefined;
    // Checked by the schema, and vouched for by the seal that is bound to it.
    const userId = file.output.userId as UserId;
    const unsealed = unseal(this.#keyring, file.output.sealed, bindingOf(userId));
    if (!unsealed.ok) return undefined;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PairSchema), unsealed.secret.reveal());
    if (!parsed.success) return undefined;
    const { accessToken, refreshToken, expiresAt, refreshExpiresAt, scopes, ...rest } = parsed.output;
    const tokens = {
      accessToken: AccessToken.from(new Secret(accessToken)),
      refreshToken: refreshToken === null ? null : new Secret(refreshToken),
      expiresAt,
      refreshExpiresAt,
      scopes,
    };
    return { userId, refresh: { ...rest, tokens } };
  }

  #pathOf(userId: UserId, { writeId }: RefreshToStore): string {
    const name = createHash("sha256").update(`${userId}:${writeId}`).digest("hex").slice(0, 32);
    return join(this.#dir, `${name}.json`);
  }
}

/** What a process left that was killed while it wrote; a young one may still be written. */
async function removeOld(path: string): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status !== undefined && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
}

function bindingOf(userId: UserId): SealBinding {
  return { owner: subjectOf({ kind: "user", userId }), field: "pair", kind: "token-spool" };
}
