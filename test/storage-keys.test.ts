import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Secret } from "../src/secret/secret.js";
import { Keyring } from "../src/storage/keyring.js";
import { openKeyring } from "../src/storage/open-keyring.js";
import { sealToText, unsealText } from "../src/storage/sealed-text.js";
import { seal, unseal } from "../src/storage/sealed-value.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

const PLACE = { owner: "owner", field: "token", kind: "CLASSIC_PAT" };
const SECRET = new Secret("ghp_canary0123456789abcdefghijklmnopqrst ünïcode");

function keyOf(id: string, seed: string): { id: string; key: Secret } {
  return { id, key: new Secret(Buffer.alloc(32, seed).toString("base64")) };
}

describe("sealed values", () => {
  const first = new Keyring([keyOf("k1", "first")]);

  test("open to the secret with the same key at the same place", () => {
    const opened = unseal(first, JSON.parse(JSON.stringify(seal(first, SECRET, PLACE))), PLACE);
    expect(opened.ok && opened.secret.reveal()).toBe(SECRET.reveal());
  });

  test("are different each time and show nothing of the secret", () => {
    const sealed = Array.from({ length: 100 }, () => seal(first, SECRET, PLACE));
    expect(new Set(sealed.map(({ iv }) => iv)).size).toBe(100);
    expect(new Set(sealed.map(({ ct }) => ct)).size).toBe(100);
    expect(Object.keys(sealed[0] ?? {})).toEqual(["v", "kid", "iv", "ct", "tag"]);
  });

  test.each([
    ["owner", { ...PLACE, owner: "user:1" }],
    ["field", { ...PLACE, field: "other" }],
    ["kind", { ...PLACE, kind: "OAUTH_APP" }],
    ["boundary between owner and field", { ...PLACE, owner: 'owner","t', field: "oken" }],
  ])("do not open for another %s", (_, place) => {
    expect(unseal(first, seal(first, SECRET, PLACE), place)).toEqual({ ok: false, reason: "refused" });
  });

  test("do not open after a change of any character", () => {
    const sealed = seal(first, SECRET, PLACE);
    for (const part of ["iv", "ct", "tag"] as const) {
      for (let index = 0; index < sealed[part].length; index++) {
        const characters = sealed[part].split("");
        const bytesBefore = Buffer.from(sealed[part], "base64url");
        characters[index] = characters[index] === "A" ? "Q" : "A";
        if (Buffer.from(characters.join(""), "base64url").equals(bytesBefore)) continue;
        expect(unseal(first, { ...sealed, [part]: characters.join("") }, PLACE)).toEqual({
          ok: false,
          reason: "refused",
        });
      }
    }
  });

  test("do not open with a tag or an initialization vector that was cut", () => {
    const sealed = seal(first, SECRET, PLACE);
    for (const tag of ["", sealed.tag.slice(0, 6), sealed.tag.slice(0, 16)]) {
      expect(unseal(first, { ...sealed, tag }, PLACE)).toEqual({ ok: false, reason: "refused" });
    }
    expect(unseal(first, { ...sealed, iv: "" }, PLACE)).toEqual({ ok: false, reason: "refused" });
  });

  test("as one text open to the secret, and not when the text was cut or changed", () => {
    const text = sealToText(first, SECRET, PLACE);
    const opened = unsealText(first, text, PLACE);
    expect(opened.ok && opened.secret.reveal()).toBe(SECRET.reveal());
    for (let index = 0; index < text.length; index++) {
      expect(unsealText(first, text.slice(0, index), PLACE).ok).toBe(false);
      expect(unsealText(first, `${text.slice(0, index)}.${text.slice(index)}`, PLACE).ok).toBe(false);
    }
    expect(unsealText(first, JSON.stringify(seal(first, SECRET, PLACE)), PLACE).ok).toBe(false);
    expect(unsealText(first, SECRET.reveal(), PLACE)).toEqual({ ok: false, reason: "not-sealed" });
  });

  test("tell a missing key from a wrong one", () => {
    const sealed = seal(first, SECRET, PLACE);
    expect(unseal(new Keyring([keyOf("k2", "first")]), sealed, PLACE)).toEqual({ ok: false, reason: "unknown-key" });
    expect(unseal(new Keyring([keyOf("k1", "other")]), sealed, PLACE)).toEqual({ ok: false, reason: "refused" });
    expect(unseal(first, { ...sealed, kid: "__proto__" }, PLACE)).toEqual({ ok: false, reason: "unknown-key" });
  });

  test("are sealed with the first key of a ring and open with every one", () => {
    const old = seal(first, SECRET, PLACE);
    const rotated = new Keyring([keyOf("k2", "second"), keyOf("k1", "first")]);
    expect(unseal(rotated, old, PLACE).ok).toBe(true);
    expect(seal(rotated, SECRET, PLACE).kid).toBe("k2");
  });

  test.each([
    SECRET.reveal(),
    null,
    undefined,
    1,
    [],
    {},
    { v: 2, kid: "k1", iv: "", ct: "", tag: "" },
    { v: 1, ct: "x" },
  ])("are told from %j, which is never taken for a secret", (value) => {
    expect(unseal(first, value, PLACE)).toEqual({ ok: false, reason: "not-sealed" });
  });
});

describe("a keyring", () => {
  test("prints ids and no key", () => {
    const entry = keyOf("k1", "first");
    const ring = new Keyring([entry]);
    const printed = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
    expect(printed).toContain("k1");
    for (const form of ["utf8", "base64", "hex"] as const) {
      expect(printed).not.toContain(Buffer.from(entry.key.reveal(), "base64").toString(form));
    }
  });

  test("is made at the first start, for its owner alone, and is the same at every later one", async () => {
    const dataDir = join(await temporaryFolder(), "data");
    const made = await openKeyring({ dataDir });
    const path = join(dataDir, "keys.json");
    expect(made.created).toBe(path);
    expect([(await stat(dataDir)).mode & 0o777, (await stat(path)).mode & 0o777]).toEqual([0o700, 0o600]);
    const text = await readFile(path, "utf8");
    const again = await openKeyring({ dataDir });
    expect(again.created).toBeUndefined();
    expect(again.keyring.ids).toEqual(made.keyring.ids);
    expect(unseal(again.keyring, seal(made.keyring, SECRET, PLACE), PLACE).ok).toBe(true);
    expect(await readFile(path, "utf8")).toBe(text);
  });

  test("is one and the same for gateways that start at the same time", async () => {
    const dataDir = await temporaryFolder();
    const opened = await Promise.all(Array.from({ length: 10 }, () => openKeyring({ dataDir })));
    expect(new Set(opened.map(({ keyring }) => keyring.sealingId)).size).toBe(1);
    expect(opened.filter(({ created }) => created !== undefined)).toHaveLength(1);
  });

  test("is new each time it is made", async () => {
    const [one, two] = [
      await openKeyring({ dataDir: await temporaryFolder() }),
      await openKeyring({ dataDir: await temporaryFolder() }),
    ];
    expect(one.keyring.sealingId).not.toBe(two.keyring.sealingId);
    expect(unseal(two.keyring, seal(one.keyring, SECRET, PLACE), PLACE).ok).toBe(false);
  });

  test("is the given one, if one is given, and touches no file", async () => {
    const dataDir = join(await temporaryFolder(), "data");
    const { keyring, created } = await openKeyring({ dataDir, encryptionKeys: [keyOf("mine", "x")] });
    expect([keyring.ids, created]).toEqual([["mine"], undefined]);
    await expect(stat(dataDir)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("is refused, named and left alone when its file is cut at any byte", async () => {
    const dataDir = await temporaryFolder();
    await openKeyring({ dataDir });
    const path = join(dataDir, "keys.json");
    const whole = await readFile(path);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.subarray(0, length));
      await expect(openKeyring({ dataDir })).rejects.toThrow(
        /^\S+\/keys\.json is not a whole file of encryption keys\. Restore it .+\.$/,
      );
      expect(await readFile(path)).toEqual(whole.subarray(0, length));
    }
  });

  test.each([
    ["binary", Buffer.from([0xff, 0xfe, 0, 1])],
    ["the JSON of something else", "{}"],
    ["a settings file", '{"format":"octogate-settings","formatVersion":1,"subjects":[]}'],
    ["a file without keys", '{"format":"octogate-keys","formatVersion":1,"keys":[]}'],
    [
      "a key that is too short",
      '{"format":"octogate-keys","formatVersion":1,"keys":[{"id":"a","key":"AAAA","createdAt":"2026-11-23T12:00:00Z"}]}',
    ],
  ])("is refused, named and left alone when its file is %s", async (_, content) => {
    const dataDir = await temporaryFolder();
    const path = join(dataDir, "keys.json");
    await writeFile(path, content);
    const error = await openKeyring({ dataDir }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "StorageError", path });
    expect(String(error)).not.toContain("\n");
    expect(await readFile(path)).toEqual(Buffer.from(content));
  });

  test("is refused when its file is a folder, or the data folder is a file", async () => {
    const dataDir = await temporaryFolder();
    await mkdir(join(dataDir, "keys.json"));
    await expect(openKeyring({ dataDir })).rejects.toThrow(/keys\.json cannot be read \(EISDIR\)\. .*move it away/);
    await writeFile(join(dataDir, "file"), "");
    await expect(openKeyring({ dataDir: join(dataDir, "file") })).rejects.toThrow(/A file is where a folder belongs/);
    await expect(openKeyring({ dataDir: join(dataDir, "file", "data") })).rejects.toThrow(
      /A file is where a folder belongs/,
    );
  });
});
