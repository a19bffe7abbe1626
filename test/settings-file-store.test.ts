import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Secret } from "../src/secret/secret.js";
import type { StoredCredential } from "../src/settings/credential-store.js";
import { type FileSettingsStore, openFileSettingsStore } from "../src/settings/file-settings-store.js";
import { Keyring } from "../src/storage/keyring.js";
import { describeSettingsStore } from "./settings-store.battery.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

const TOKEN = "ghp_canary0123456789abcdefghijklmnopqrst";
const OLD_KEY = { id: "old", key: new Secret(Buffer.alloc(32, "old key").toString("base64")) };
const NEW_KEY = { id: "new", key: new Secret(Buffer.alloc(32, "new key").toString("base64")) };
const KEYRING = new Keyring([OLD_KEY]);
const CREDENTIAL: StoredCredential = {
  id: "C_1",
  host: "github.com",
  kind: "CLASSIC_PAT",
  hint: "qrst",
  login: "ana",
  gitHubUserId: "1",
  name: "Ana",
  avatarUrl: null,
  scopes: ["repo", "read:org"],
  expiresAt: "2027-02-21T00:00:00Z",
  verifiedAt: "2026-11-23T12:00:00.000Z",
  refusedAt: null,
  storedAt: "2026-11-23T12:00:00.000Z",
};

async function openIn(dataDir: string, keyring = KEYRING): Promise<FileSettingsStore> {
  const store = await openFileSettingsStore({ dataDir, keyring });
  onTestFinished(() => store[Symbol.asyncDispose]());
  return store;
}

async function tokenIn(store: FileSettingsStore, subject = "owner"): Promise<string> {
  const reading = await store.readToken(subject);
  return reading.kind === "token" ? reading.token.reveal() : reading.kind;
}

describeSettingsStore("the settings file", {
  async open(clock) {
    const dataDir = await temporaryFolder();
    const store = await openFileSettingsStore({ dataDir, keyring: KEYRING, clock });
    return {
      store,
      reopen: () => openFileSettingsStore({ dataDir, keyring: KEYRING, clock }),
      close: () => store[Symbol.asyncDispose](),
    };
  },
});

describe("the settings file as a credential store", () => {
  test("gives back what was stored, also after a restart", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    expect(await store.readCredential("owner")).toBeUndefined();
    expect(await store.readToken("owner")).toEqual({ kind: "none" });
    await store.storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    for (const reader of [store, await openIn(dataDir)]) {
      expect(await reader.readCredential("owner")).toEqual(CREDENTIAL);
      expect(await tokenIn(reader)).toBe(TOKEN);
    }
  });

  test("never writes the token or a key in the clear", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    await store.storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    const text = await readFile(join(dataDir, "settings.json"), "latin1");
    expect(text).toContain("C_1");
    for (const form of ["latin1", "base64", "base64url", "hex"] as const) {
      expect(text).not.toContain(Buffer.from(TOKEN).toString(form));
      expect(text).not.toContain(Buffer.alloc(32, "old key").toString(form));
    }
  });

  test("keeps the token when settings are changed and reset, and the settings when the token goes", async () => {
    const store = await openIn(await temporaryFolder());
    await store.change("owner", { language: "de" });
    await store.storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    await store.reset("owner");
    await store.change("owner", { language: "fr" });
    expect(await tokenIn(store)).toBe(TOKEN);
    const settings = await store.read("owner");
    expect(await store.removeCredential("owner")).toBe("C_1");
    expect(await store.removeCredential("owner")).toBeUndefined();
    expect(await tokenIn(store)).toBe("none");
    expect(await store.read("owner")).toEqual(settings);
  });

  test("notes a finding about a credential, but not about the one that has replaced it", async () => {
    const store = await openIn(await temporaryFolder());
    await store.storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    await store.noteCredential("owner", "C_1", { refusedAt: "2026-11-24T00:00:00Z" });
    expect(await store.readCredential("owner")).toEqual({ ...CREDENTIAL, refusedAt: "2026-11-24T00:00:00Z" });
    await store.storeCredential("owner", { ...CREDENTIAL, id: "C_2" }, new Secret(TOKEN));
    await store.noteCredential("owner", "C_1", { refusedAt: "2026-11-24T00:00:00Z" });
    expect(await store.readCredential("owner")).toEqual({ ...CREDENTIAL, id: "C_2" });
    expect(await tokenIn(store)).toBe(TOKEN);
  });

  test("says unreadable without the key, keeps the sealed token, and opens it again with the key", async () => {
    const dataDir = await temporaryFolder();
    await (await openIn(dataDir)).storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    const withoutKey = await openIn(dataDir, new Keyring([NEW_KEY]));
    expect(await withoutKey.readToken("owner")).toEqual({ kind: "unreadable", credentialId: "C_1" });
    await withoutKey.noteCredential("owner", "C_1", { name: "Ana B." });
    expect(await tokenIn(await openIn(dataDir))).toBe(TOKEN);
  });

  test("moves the token to the first key when its record is written, so that the old key can go", async () => {
    const dataDir = await temporaryFolder();
    await (await openIn(dataDir)).storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    const withBoth = await openIn(dataDir, new Keyring([NEW_KEY, OLD_KEY]));
    expect(await tokenIn(withBoth)).toBe(TOKEN);
    await withBoth.noteCredential("owner", "C_1", { verifiedAt: "2026-11-24T00:00:00Z" });
    expect(await tokenIn(await openIn(dataDir, new Keyring([NEW_KEY])))).toBe(TOKEN);
  });

  test("does not open a token that was put into the record of another subject or another host", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    await store.storeCredential("user:1", CREDENTIAL, new Secret(TOKEN));
    await store.storeCredential("user:2", CREDENTIAL, new Secret("ghp_other"));
    await edit(dataDir, (text) =>
      text.replaceAll("user:1", "user:3").replaceAll("user:2", "user:1").replaceAll("user:3", "user:2"),
    );
    expect(await tokenIn(store, "user:1")).toBe("unreadable");
    expect(await tokenIn(store, "user:2")).toBe("unreadable");

    await store.storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    await edit(dataDir, (text) => text.replaceAll('"github.com"', '"github.example"'));
    expect(await tokenIn(store)).toBe("unreadable");
  });

  test("does not take a bare token in the file for a sealed one", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    await store.storeCredential("owner", CREDENTIAL, new Secret(TOKEN));
    await edit(dataDir, (text) => text.replace(/"sealedToken": \{[^}]*\}/, `"sealedToken": "${TOKEN}"`));
    expect(await tokenIn(store)).toBe("unreadable");
    expect(await store.readCredential("owner")).toEqual(CREDENTIAL);
  });
});

describe("the settings file on disk", () => {
  test("is for its owner alone, and so is the folder that was made for it", async () => {
    const dataDir = join(await temporaryFolder(), "made", "here");
    await (await openIn(dataDir)).change("owner", { language: "de" });
    expect(await modeOf(dataDir)).toBe(0o700);
    expect(await modeOf(join(dataDir, "settings.json"))).toBe(0o600);
  });

  test("is closed to others at the next start when somebody has opened it", async () => {
    const dataDir = await temporaryFolder();
    await (await openIn(dataDir)).change("owner", { language: "de" });
    await chmod(dataDir, 0o755);
    await chmod(join(dataDir, "settings.json"), 0o644);
    await openIn(dataDir);
    expect(await modeOf(dataDir)).toBe(0o700);
    expect(await modeOf(join(dataDir, "settings.json"))).toBe(0o600);
  });

  test("leaves the mode of a folder alone that other things are in", async () => {
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, "notes.txt"), "mine");
    await chmod(dataDir, 0o755);
    await (await openIn(dataDir)).change("owner", { language: "de" });
    expect(await modeOf(dataDir)).toBe(0o755);
    expect(await modeOf(join(dataDir, "settings.json"))).toBe(0o600);
  });

  test("is not made before there is something to store", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    await store.read("owner");
    await store.reset("owner");
    await expect(stat(join(dataDir, "settings.json"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("counts as empty when it was taken away while the gateway runs", async () => {
    const dataDir = await temporaryFolder();
    const store = await openIn(dataDir);
    await store.change("owner", { language: "de" });
    await rm(join(dataDir, "settings.json"));
    expect(await store.read("owner")).toMatchObject({ version: 0, language: null });
  });
});

async function edit(dataDir: string, change: (text: string) => string): Promise<void> {
  const path = join(dataDir, "settings.json");
  const before = await readFile(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after);
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}
