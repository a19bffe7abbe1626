import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "octogate-test-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A file system in memory of so many bytes; undefined where this user may not mount one. */
export async function tinyFileSystem(bytes: number): Promise<string | undefined> {
  const path = await temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  // Hooks run last to first: this one before the folder is removed.
  onTestFinished(() => void execFileSync("umount", [path]));
  return path;
}

/** Why a test that needs `tinyFileSystem` is skipped. */
export const NO_MOUNT = "needs the right to mount a tmpfs: run as root on Linux, outside of an unprivileged container";
