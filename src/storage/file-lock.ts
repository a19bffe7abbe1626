import { randomUUID } from "node:crypto";
import { type FileHandle, link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, StorageError } from "./storage-error.js";
import { temporaryPath } from "./write-file-whole.js";

/** A holder needs milliseconds. One that took longer was killed, or finds out with `assertHeld` that it lost the lock. */
const STALE_AFTER_MS = 2_000;
const GIVE_UP_AFTER_MS = 3 * STALE_AFTER_MS;
const RETRY_WITHIN_MS = 10;

/** Thrown by `assertHeld`: another process took the lock over because it was held for too long. */
class LockLost extends Error {
  override readonly name = "LockLost";
}

export interface HeldLock {
  /** To be called right before the action's one effect; its throw must not be caught. */
  readonly assertHeld: () => Promise<void>;
}

/**
 * Runs an action while no other process runs one under the same path; runs it again if the lock was lost meanwhile.
 * The lock is a file, so it works between containers on one volume. One that a killed process left is taken over after
 * two seconds.
 */
export async function withFileLock<T>(path: string, action: (lock: HeldLock) => Promise<T>): Promise<T> {
  try {
    return await runLocked(path, action);
  } catch (error) {
    if (error instanceof LockLost) return withFileLock(path, action);
    throw error;
  }
}

async function runLocked<T>(path: string, action: (lock: HeldLock) => Promise<T>): Promise<T> {
  const token = randomUUID();
  await acquire(path, token);
  async function isHeld(): Promise<boolean> {
    return (await readFile(path, "utf8").catch(() => "")) === token;
  }
  async function assertHeld(): Promise<void> {
    if (!(await isHeld())) throw new LockLost(`${path} was taken over`);
  }
  try {
    return await action({ assertHeld });
  } finally {
    if (await isHeld()) await rm(path, { force: true });
  }
}

async function acquire(path: string, token: string): Promise<void> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS;
  while (!(await tryToCreate(path, token))) {
    if (performance.now() > deadline) {
      throw new StorageError(path, "is held by another process", "End the other gateway that uses this folder.");
    }
    if (await isStale(path)) await takeAway(path);
    else await sleep(1 + Math.random() * RETRY_WITHIN_MS);
  }
}

async function tryToCreate(path: string, token: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, "wx", 0o600);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    await file.writeFile(token, "utf8");
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function isStale(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  return status !== undefined && Math.abs(Date.now() - status.mtimeMs) > STALE_AFTER_MS;
}

/** Renames before removing, since between the look and the removal somebody else may have put a fresh lock there. */
async function takeAway(path: string): Promise<void> {
  const aside = temporaryPath(path);
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  if (!(await isStale(aside))) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
