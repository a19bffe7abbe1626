import { describe, expect, onTestFinished, test } from "vitest";
import type { SettingsStore } from "../src/settings/settings-store.js";

export interface OpenedForTest {
  readonly store: SettingsStore;
  /** Another store on the same data, as another process would have it. */
  readonly reopen: () => Promise<SettingsStore>;
  readonly close: () => Promise<void>;
}

export interface BatteryOptions {
  /** Opens an empty store that takes its times from the clock. */
  readonly open: (clock: () => Date) => Promise<OpenedForTest>;
}

const NOON = new Date("2026-11-23T12:00:00.000Z");

/** What every settings store must do, whatever it keeps the settings in. */
export function describeSettingsStore(name: string, options: BatteryOptions): void {
  async function open(): Promise<OpenedForTest & { setTime: (time: Date) => void }> {
    let now = NOON;
    const opened = await options.open(() => now);
    onTestFinished(() => opened.close());
    return { ...opened, setTime: (time) => (now = time) };
  }

  describe(`${name} as a settings store`, () => {
    test("reads the defaults, version 0, of a subject that nothing is stored of", async () => {
      const { store } = await open();
      expect(await store.read("owner")).toEqual({
        version: 0,
        language: null,
        gitUserName: null,
        gitUserEmail: null,
        analyticsConsent: null,
        defaultRepositoryId: null,
        preferences: {},
        recentRepositories: [],
        updatedAt: null,
      });
    });

    test("keeps what is absent and clears what is null", async () => {
      const { store } = await open();
      await store.change("owner", { language: "de", gitUserName: "Ana", analyticsConsent: false });
      const result = await store.change("owner", { language: null, gitUserEmail: "ana@example.com" });
      expect(result).toMatchObject({
        ok: true,
        settings: { language: null, gitUserName: "Ana", gitUserEmail: "ana@example.com", analyticsConsent: false },
      });
    });

    test("gives the next reader, also in another process, what was changed", async () => {
      const { store, reopen } = await open();
      const other = await reopen();
      await store.change("owner", { language: "de" });
      expect(await other.read("owner")).toEqual(await store.read("owner"));
      expect(await other.read("owner")).toMatchObject({ language: "de", version: 1 });
      await other.change("owner", { language: "fr" });
      expect(await store.read("owner")).toMatchObject({ language: "fr", version: 2 });
    });

    test("grows the version by one with each change and says when it was", async () => {
      const { store, setTime } = await open();
      await store.change("owner", { language: "de" });
      setTime(new Date("2026-11-24T12:00:00.000Z"));
      const result = await store.change("owner", { language: "fr" });
      expect(result).toMatchObject({ ok: true, settings: { version: 2, updatedAt: "2026-11-24T12:00:00.000Z" } });
    });

    test("leaves the version alone when a change has the same values", async () => {
      const { store, setTime } = await open();
      await store.change("owner", { language: "de", preferences: { list: [1, { a: "b" }] } });
      const before = await store.read("owner");
      setTime(new Date("2026-11-24T12:00:00.000Z"));
      const list = [1, Object.assign(Object.create(null) as object, { a: "b" })];
      expect(await store.change("owner", { language: "de", preferences: { list } })).toEqual({
        ok: true,
        settings: before,
      });
      expect(await store.change("owner", {})).toEqual({ ok: true, settings: before });
    });

    test("refuses a change for another version, says which there is, and stores nothing", async () => {
      const { store } = await open();
      await store.change("owner", { language: "de" });
      const before = await store.read("owner");
      expect(await store.change("owner", { language: "fr" }, { expectedVersion: 0 })).toEqual({
        ok: false,
        conflict: 1,
      });
      expect(await store.read("owner")).toEqual(before);
      expect(await store.change("owner", { language: "fr" }, { expectedVersion: 1 })).toMatchObject({ ok: true });
    });

    test("lets exactly one of many changes for the same version through", async () => {
      const { store, reopen } = await open();
      const other = await reopen();
      const changes = Array.from({ length: 10 }, (_, index) => [
        store.change("owner", { gitUserName: `here ${index}` }, { expectedVersion: 0 }),
        other.change("owner", { gitUserName: `there ${index}` }, { expectedVersion: 0 }),
      ]);
      const results = await Promise.all(changes.flat());
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect((await store.read("owner")).version).toBe(1);
    });

    test("loses none of many changes at the same time", async () => {
      const { store, reopen } = await open();
      const other = await reopen();
      const changes = Array.from({ length: 20 }, (_, index) => [
        store.change("owner", { preferences: { [`here${index}`]: index } }),
        other.change("owner", { preferences: { [`there${index}`]: index } }),
      ]);
      await Promise.all(changes.flat());
      const settings = await store.read("owner");
      expect(Object.keys(settings.preferences)).toHaveLength(40);
      expect(settings.version).toBe(40);
    });

    test("merges preferences key by key, and null removes a key", async () => {
      const { store } = await open();
      await store.change("owner", { preferences: { theme: { dark: true }, size: 12, old: "x" } });
      await store.change("owner", { preferences: { theme: "light", old: null, missing: null } });
      expect((await store.read("owner")).preferences).toEqual({ theme: "light", size: 12 });
    });

    test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "a.b", "", "ключ"])(
      "takes a preference named %j for a key like any other",
      async (key) => {
        const { store, reopen } = await open();
        await store.change("owner", { preferences: Object.fromEntries([[key, { polluted: "yes" }]]) });
        const { preferences } = await (await reopen()).read("owner");
        expect(Object.entries(preferences)).toEqual([[key, { polluted: "yes" }]]);
        expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
        await store.change("owner", { preferences: Object.fromEntries([[key, null]]) });
        expect(Object.keys((await store.read("owner")).preferences)).toEqual([]);
      },
    );

    test("refuses preferences that outgrow their limit together, and keeps what there was", async () => {
      const { store } = await open();
      await store.change("owner", { preferences: { first: "x".repeat(20_000) } });
      const before = await store.read("owner");
      await expect(store.change("owner", { preferences: { second: "y".repeat(20_000) } })).rejects.toMatchObject({
        code: "BAD_USER_INPUT",
      });
      expect(await store.read("owner")).toEqual(before);
    });

    test("is apart from the objects of its callers", async () => {
      const { store } = await open();
      const list = ["a"];
      await store.change("owner", { preferences: { list } });
      list.push("b");
      expect((await store.read("owner")).preferences).toEqual({ list: ["a"] });
    });

    test("goes back to the defaults, recent repositories too, with a version that grows", async () => {
      const { store } = await open();
      await store.change("owner", { language: "de", preferences: { a: 1 } });
      await store.recordRepositoryUse("owner", { repositoryId: "R_1" });
      const settings = await store.reset("owner");
      expect(settings).toMatchObject({ version: 2, language: null, preferences: {}, recentRepositories: [] });
      expect(await store.reset("owner")).toEqual(settings);
      expect(await store.read("owner")).toEqual(settings);
    });

    test("remembers repositories newest first, each once, the last 20", async () => {
      const { store } = await open();
      for (let index = 0; index < 25; index++) await store.recordRepositoryUse("owner", { repositoryId: `R_${index}` });
      const settings = await store.recordRepositoryUse("owner", { repositoryId: "R_10" });
      const ids = settings.recentRepositories.map((recent) => recent.repositoryId);
      expect(ids).toHaveLength(20);
      expect(ids.slice(0, 3)).toEqual(["R_10", "R_24", "R_23"]);
      expect(new Set(ids).size).toBe(20);
      expect(await store.read("owner")).toEqual(settings);
    });

    test("keeps the branch of a repository unless another is named, and null forgets it", async () => {
      const { store } = await open();
      await store.recordRepositoryUse("owner", { repositoryId: "R_1", branchName: "main" });
      const kept = await store.recordRepositoryUse("owner", { repositoryId: "R_1" });
      expect(kept.recentRepositories).toEqual([
        { repositoryId: "R_1", branchName: "main", usedAt: NOON.toISOString() },
      ]);
      const forgotten = await store.recordRepositoryUse("owner", { repositoryId: "R_1", branchName: null });
      expect(forgotten.recentRepositories[0]?.branchName).toBeNull();
    });

    test("does not refuse an open settings form because a repository was used meanwhile", async () => {
      const { store } = await open();
      await store.change("owner", { language: "de" });
      const { version, updatedAt } = await store.recordRepositoryUse("owner", { repositoryId: "R_1" });
      expect({ version, updatedAt }).toEqual({ version: 1, updatedAt: NOON.toISOString() });
      expect(await store.change("owner", { language: "fr" }, { expectedVersion: 1 })).toMatchObject({ ok: true });
    });

    test.each([
      "user:1",
      "__proto__",
      "constructor",
      "../../etc/passwd",
      "..%2f",
      "con",
      "x".repeat(300),
      "·．．/",
      "a\u0000b",
    ])("keeps the settings of subject %j apart from everybody else's", async (subject) => {
      const { store, reopen } = await open();
      await store.change("owner", { language: "de" });
      await store.change(subject, { language: "fr" });
      const other = await reopen();
      expect((await other.read("owner")).language).toBe("de");
      expect((await other.read(subject)).language).toBe("fr");
      expect((await other.read(`${subject}x`)).version).toBe(0);
    });
  });
}
