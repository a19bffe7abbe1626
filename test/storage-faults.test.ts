import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "vite";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Secret } from "../src/secret/secret.js";
import { type FileSettingsStore, openFileSettingsStore } from "../src/settings/file-settings-store.js";
import { withFileLock } from "../src/storage/file-lock.js";
import { Keyring } from "../src/storage/keyring.js";
import { NO_MOUNT, temporaryFolder, tinyFileSystem } from "./storage-temporary-folder.js";

const KEYRING = new Keyring([{ id: "k1", key: new Secret(Buffer.alloc(32, "test").toString("base64")) }]);

async function openIn(dataDir: string): Promise<FileSettingsStore> {
  return openFileSettingsStore({ dataDir, keyring: KEYRING });
}

async function folderWithSettings(): Promise<{ dataDir: string; path: string; whole: Buffer }> {
  const dataDir = await temporaryFolder();
  const store = await openIn(dataDir);
  await store.change("owner", { language: "de", gitUserName: "Zoë", preferences: { theme: "dark" } });
  await store.recordRepositoryUse("owner", { repositoryId: "R_1", branchName: "main" });
  const path = join(dataDir, "settings.json");
  return { dataDir, path, whole: await readFile(path) };
}

describe("a settings file that is not whole", () => {
  test("is refused in one line and left alone when it is cut at any byte", async () => {
    const { dataDir, path, whole } = await folderWithSettings();
    expect(whole.length).toBeGreaterThan(300);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.subarray(0, length));
      await expect(openIn(dataDir), `cut after ${length} bytes`).rejects.toThrow(
        /^\S+\/settings\.json is (cut off or damaged|not text)\. Restore it from a backup, or move it away.*\.$/,
      );
      expect(await readFile(path)).toEqual(whole.subarray(0, length));
    }
    await writeFile(path, whole);
    expect(await (await openIn(dataDir)).read("owner")).toMatchObject({ language: "de", gitUserName: "Zoë" });
  });

  test.each([
    ["binary", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff])],
    ["zeros, as after a power cut", Buffer.alloc(4096)],
    ["HTML", "<!doctype html>"],
    ["JSON null", "null"],
    ["the JSON of another program", '{"name":"x","version":1}'],
    ["a keys file", '{"format":"octogate-keys","formatVersion":1,"keys":[]}'],
    ["of a newer version", '{"format":"octogate-settings","formatVersion":2,"people":[]}'],
    ["one with two records of a subject", subjects([{ subject: "owner" }, { subject: "owner" }])],
    ["one with a field that we do not know", subjects([{ subject: "owner", sessions: [] }])],
    ["one with a value of the wrong kind", subjects([{ subject: "owner", settings: { version: "1" } }])],
    ["far too large", Buffer.alloc(17 * 1024 * 1024, " ")],
  ])("is refused, named and left alone when it is %s", async (_, content) => {
    const dataDir = await temporaryFolder();
    const path = join(dataDir, "settings.json");
    await writeFile(path, content);
    const error = await openIn(dataDir).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "StorageError", path });
    expect(String(error)).toMatch(/^StorageError: \S+\/settings\.json .+\. .+\.$/);
    expect((await readFile(path)).equals(Buffer.from(content))).toBe(true);
  });

  test.each([
    ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
    ["a link to a device without end", (path: string) => symlinkSync("/dev/zero", path)],
    ["a link to a device without content", (path: string) => symlinkSync("/dev/null", path)],
  ])("is refused, and nobody waits for it, when it is %s", { timeout: 5_000 }, async (_, make) => {
    const dataDir = await temporaryFolder();
    make(join(dataDir, "settings.json"));
    await expect(openIn(dataDir)).rejects.toThrow(
      /settings\.json is a pipe or a device, and not a file\. Restore it from a backup, or move it away\.$/,
    );
  });

  test("is refused when a folder is in its place", async () => {
    const dataDir = await temporaryFolder();
    await mkdir(join(dataDir, "settings.json"));
    await expect(openIn(dataDir)).rejects.toThrow(/settings\.json cannot be read \(EISDIR\)\. .*move it away/);
  });

  test("does not end a running gateway: each request says so until the file is back, and nothing is overwritten", async () => {
    const { dataDir, path, whole } = await folderWithSettings();
    const store = await openIn(dataDir);
    await writeFile(path, "{");
    const unavailable = { name: "GatewayError", code: "SESSION_STORE_UNAVAILABLE" };
    await expect(store.read("owner")).rejects.toMatchObject(unavailable);
    await expect(store.change("owner", { language: "fr" })).rejects.toMatchObject(unavailable);
    await expect(store.readToken("owner")).rejects.toMatchObject(unavailable);
    expect(await readFile(path, "utf8")).toBe("{");
    await writeFile(path, whole);
    expect(await store.change("owner", { language: "fr" })).toMatchObject({ ok: true, settings: { version: 2 } });
  });
});

describe("a disk that does not take a save", () => {
  test("when it is full at any point of the save leaves the settings as they were, whole and readable", async (context) => {
    const page = 4096;
    const dataDir = await tinyFileSystem(32 * page);
    if (dataDir === undefined) return context.skip(NO_MOUNT);
    const store = await openIn(dataDir);
    await store.change("owner", { preferences: { text: "x".repeat(4 * page) } });
    const before = await store.read("owner");
    const path = join(dataDir, "settings.json");
    const whole = await readFile(path);

    for (let freePages = 0; freePages <= 6; freePages++) {
      await fillUp(dataDir, freePages * page);
      const error = await store
        .change("owner", { preferences: { more: "y".repeat(3 * page) } })
        .catch((reason: unknown) => reason);
      expect(error, `${freePages} pages free`).toMatchObject({
        code: "SESSION_STORE_UNAVAILABLE",
        nextStep: "CONTACT_ADMIN",
      });
      expect(String(error)).toContain("disk is full");
      expect(String(error)).not.toContain(dataDir);
      expect((await readFile(path)).equals(whole)).toBe(true);
      expect(await store.read("owner")).toEqual(before);
      await rm(join(dataDir, "filling"));
      expect(await readdir(dataDir)).toEqual(["settings.json"]);
    }
    expect(await store.change("owner", { preferences: { more: "y" } })).toMatchObject({
      ok: true,
      settings: { version: 2 },
    });
  });

  test("when it is read-only serves what is stored and says what to do about saving", async (context) => {
    const dataDir = await tinyFileSystem(256 * 1024);
    if (dataDir === undefined) return context.skip(NO_MOUNT);
    await (await openIn(dataDir)).change("owner", { language: "de" });
    execFileSync("mount", ["-o", "remount,ro", dataDir]);
    const store = await openIn(dataDir);
    expect(await store.read("owner")).toMatchObject({ language: "de" });
    const error = await store.change("owner", { language: "fr" }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "SESSION_STORE_UNAVAILABLE", cause: { code: "EROFS" } });
    expect(String(error)).toContain("may not use its data folder");
    expect(await store.read("owner")).toMatchObject({ language: "de", version: 1 });
  });

  test("when the data folder is gone says so, and goes on when it is back", async () => {
    const { dataDir } = await folderWithSettings();
    const store = await openIn(dataDir);
    await rm(dataDir, { recursive: true });
    await expect(store.change("owner", { language: "fr" })).rejects.toMatchObject({
      code: "SESSION_STORE_UNAVAILABLE",
    });
    await mkdir(dataDir);
    expect(await store.change("owner", { language: "fr" })).toMatchObject({ ok: true });
  });
});

describe("a gateway that is killed", () => {
  let program: string;

  beforeAll(async () => {
    const outDir = join(process.cwd(), "node_modules", ".cache", "octogate-test", "save-loop");
    await build({
      logLevel: "silent",
      configFile: false,
      build: { ssr: "test/storage-save-loop.ts", outDir, target: "node20", emptyOutDir: true },
    });
    program = join(outDir, "storage-save-loop.js");
  });

  test("at any moment of 200 saves leaves a whole file that has every save it was told is done", async () => {
    let saved = 0;
    let kills = 0;
    while (saved < 200 || kills < 20) {
      const dataDir = await temporaryFolder();
      const saving = await startSaving(program, dataDir, { pauseMs: 0 });
      await sleep(Math.random() * 150);
      const done = await saving.kill();
      const settings = await (await openIn(dataDir)).read("owner");
      // One more may be in place than the program lived to tell.
      expect([done, done + 1]).toContain(settings.version);
      expect(settings.preferences["count"]).toBe(settings.version);
      expect(settings.preferences["filling"]).toHaveLength((settings.version % 7) * 4_000);
      saved += done;
      kills += 1;
    }
  });

  test("keeps no lock: the next one saves, and clears away what was left", async () => {
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, "settings.json.lock"), "of a process that was killed");
    await writeFile(join(dataDir, "settings.json.0123456789ab.tmp"), "half");
    await makeOld(join(dataDir, "settings.json.0123456789ab.tmp"));
    // Of one that was taking the lock over.
    await writeFile(join(dataDir, "settings.json.lock.0123456789ab.tmp"), "of another process that was killed");
    await makeOld(join(dataDir, "settings.json.lock.0123456789ab.tmp"));
    const store = await openIn(dataDir);
    expect(await store.change("owner", { language: "de" })).toMatchObject({ ok: true });
    expect(await readdir(dataDir)).toEqual(["settings.json"]);
  });

  test("beside others that go on saving to the same folder costs them no save", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    const saving = await startSaving(program, dataDir, { pauseMs: 5 });
    const names = Array.from({ length: 40 }, (_, index) => `user:${index}`);
    for (const subject of names) {
      await store.change(subject, { language: "de" });
      await sleep(5);
    }
    const done = await saving.kill();
    expect(done).toBeGreaterThan(5);
    const reader = await openIn(dataDir);
    for (const subject of names) expect((await reader.read(subject)).version).toBe(1);
    expect([done, done + 1]).toContain((await reader.read("owner")).version);
  });

  test("or only so slow that its lock was taken over begins again, on what the other has saved", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    const lockPath = join(dataDir, "settings.json.lock");
    const seen: (string | null)[] = [];
    await withFileLock(lockPath, async (lock) => {
      seen.push((await store.read("owner")).language);
      if (seen.length === 1) {
        await makeOld(lockPath);
        await store.change("owner", { language: "de" });
      }
      await lock.assertHeld();
    });
    expect(seen).toEqual([null, "de"]);
    expect(await readdir(dataDir)).toEqual(["settings.json"]);
  });

  test("and restored from a copy of its folder has its settings and token", async () => {
    const { dataDir } = await folderWithSettings();
    const copy = join(await temporaryFolder(), "copy");
    await cp(dataDir, copy, { recursive: true });
    expect(await (await openIn(copy)).read("owner")).toEqual(await (await openIn(dataDir)).read("owner"));
  });
});

function subjects(records: readonly object[]): string {
  return JSON.stringify({ format: "octogate-settings", formatVersion: 1, subjects: records });
}

async function makeOld(path: string): Promise<void> {
  const longAgo = new Date(Date.now() - 120_000);
  await utimes(path, longAgo, longAgo);
}

/** Fills a file system up to so many free bytes. */
async function fillUp(folder: string, freeBytes: number): Promise<void> {
  const path = join(folder, "filling");
  execFileSync("sh", ["-c", `cat /dev/zero > "$0" 2>/dev/null || true`, path]);
  const { length } = await readFile(path);
  execFileSync("truncate", ["-s", String(length - freeBytes), path]);
}

interface Saving {
  /** Ends the program at once. Gives the number of the last save that it told. */
  kill(this: void): Promise<number>;
}

/** Starts the program and waits for its first save. */
async function startSaving(program: string, dataDir: string, options: { readonly pauseMs: number }): Promise<Saving> {
  const child = spawn(process.execPath, [program, dataDir, String(options.pauseMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let done = 0;
  const lines = createInterface({ input: child.stdout }).on("line", (line) => (done = Number(line)));
  await once(lines, "line");
  async function kill(): Promise<number> {
    child.kill("SIGKILL");
    await once(lines, "close");
    return done;
  }
  return { kill };
}
