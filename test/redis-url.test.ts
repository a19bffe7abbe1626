import { describe, expect, test } from "vitest";
import { parseRedisUrl } from "../src/storage/redis-url.js";

const NOBODY = { username: undefined, password: undefined };

describe("an address of Redis", () => {
  test.each([
    ["redis://localhost", { kind: "single", tls: false, node: { host: "localhost", port: 6379 }, db: 0, ...NOBODY }],
    ["redis://h:7000/3", { kind: "single", tls: false, node: { host: "h", port: 7000 }, db: 3, ...NOBODY }],
    ["redis://[::1]:7000/", { kind: "single", tls: false, node: { host: "::1", port: 7000 }, db: 0, ...NOBODY }],
    [
      "rediss://ana:p%40ss%2Fword%3A1@h:6380",
      {
        kind: "single",
        tls: true,
        node: { host: "h", port: 6380 },
        db: 0,
        username: "ana",
        password: "p@ss/word:1",
      },
    ],
    [
      "redis://:secret@h",
      { kind: "single", tls: false, node: { host: "h", port: 6379 }, db: 0, username: undefined, password: "secret" },
    ],
    ["unix:///run/redis.sock?db=2", { kind: "socket", tls: false, path: "/run/redis.sock", db: 2, ...NOBODY }],
    ["redis+unix:///run/my%20redis", { kind: "socket", tls: false, path: "/run/my redis", db: 0, ...NOBODY }],
    [
      "redis+sentinel://u:p@s1,s2:7777/mymaster/4?sentinelPassword=x%26y",
      {
        kind: "sentinel",
        tls: false,
        sentinels: [
          { host: "s1", port: 26_379 },
          { host: "s2", port: 7777 },
        ],
        master: "mymaster",
        db: 4,
        username: "u",
        password: "p",
        sentinelUsername: undefined,
        sentinelPassword: "x&y",
      },
    ],
    [
      "rediss+cluster://:p@a:1,b:2",
      {
        kind: "cluster",
        tls: true,
        nodes: [
          { host: "a", port: 1 },
          { host: "b", port: 2 },
        ],
        username: undefined,
        password: "p",
      },
    ],
  ])("is understood: %s", (text, address) => {
    expect(parseRedisUrl(text)).toEqual(address);
  });

  test.each([
    ["", "is not an address"],
    ["localhost:6379", "is not an address"],
    ["http://h", "is not an address"],
    ["valkey://h", "is not an address"],
    ["constructor://h", "is not an address"],
    ["redis://", "a host that is none"],
    ["redis://h:0", "a host that is none"],
    ["redis://h:70000", "a host that is none"],
    ["redis://h h", "a host that is none"],
    ["redis://a,b", "several hosts"],
    ["redis://h/x", "not a number"],
    ["redis://h/1/2", "more than a database"],
    ["redis://user@h", "without a password"],
    ["redis://:%zz@h", "two hexadecimal digits"],
    ["unix://run/redis.sock", "by its whole path"],
    ["unix://", "by its whole path"],
    ["redis+sentinel://s1", "does not name the master"],
    ["redis+sentinel://s1/a/0/b", "does not name the master"],
    ["redis+cluster://a/1", "has only one"],
  ])("is refused in one line that says how to write it: %s", (text, wrong) => {
    expect(() => parseRedisUrl(text)).toThrow(
      expect.objectContaining({ name: "RedisUrlError", message: expect.stringContaining(wrong) as string }),
    );
    expect(() => parseRedisUrl(text)).toThrow(/^The address of Redis [^\n]+ Write redis:\/\/HOST:6379\/0[^\n]+$/);
  });

  test("is never repeated in the refusal, since it can hold a password", () => {
    for (const form of ["redis://u:CANARY@h:0", "redis+sentinel://u:CANARY@h", "x://u:CANARY@h", "redis://CANARY@h"]) {
      try {
        parseRedisUrl(form);
        expect.unreachable();
      } catch (error) {
        expect(String((error as Error).stack)).not.toContain("CANARY");
      }
    }
  });
});
