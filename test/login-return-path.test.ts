import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./browser.js";
import { hasRedis } from "./redis-server.js";
import { startSaaS, type TestSaaS } from "./saas.js";

const HOSTS = [
  "evil.example",
  "evil.example/%2e%2e",
  "127.0.0.1.evil.example",
  "evil.example:80",
  "[::1]:1",
  "0x7f000001",
];

/** Ways to make a browser, a proxy or a careless page take the rest for a host. After the categories of oauth2-proxy. */
const LEADS = [
  // Two slashes, in every spelling that some browser takes for them.
  ["//", "///", "////", "/\\", "\\/", "\\\\", "/\\/", "//\\", "\\", "/\\\\", "///\\", "//./", "//../"],
  // Blanks and control characters, which browsers cut out or cut off.
  ["\t", "\n", "\r", " ", "\u0000", "\u000b", "\u000c", "\u0085", "\u00a0", "\u2028", "\u3000", "\ufeff"].flatMap(
    (blank) => [`/${blank}/`, `${blank}//`, `/${blank}\\`, `//${blank}`],
  ),
  // The same, escaped.
  ["%09", "%0a", "%0d", "%0D%0A", "%00", "%20", "%0b", "%c2%a0"].flatMap((blank) => [`/${blank}/`, `/${blank}\\`]),
  ["/%2f", "/%2F/", "/%5c", "/%5C/", "%2f%2f", "/%252f", "/%25252f", "/%255c", "/%2f%2f", "/%5c%5c"],
  // Steps that vanish.
  ["/./", "/../", "/.//", "/..//", "/./\\", "/../\\", "/%2e/", "/%2e%2e/", "/%2e%2e//", "/.%2e/", "/ ./", "/ ../"],
  ["/a/..//", "/a/%2e%2e//", "/a//", "/repos//", "/repos/\\", "/repos/%5c"],
  // Other schemes, and this one in strange spellings.
  ["http://", "https://", "HTTPS://", "https:", "https:/", "https:///", "https:\\\\", "http:%2f%2f", "ftp://", "ws://"],
  ["javascript:alert(1)//", "JaVaScRiPt:alert(1)//", "data:text/html,", "vbscript:x//", "blob:http://", "about:blank#"],
  ["java\tscript:", "\u0001javascript:", "view-source:http://", "file:///", "intent://"],
  // Our own address as the name of a user, or as a part of the host.
  ["//127.0.0.1@", "https://127.0.0.1@", "//127.0.0.1:x@", "@", "/@//", "//user:password@", "https://127.0.0.1:4000."],
  // No path at all.
  ["", "?next=", "#", ".", "..", "./", "../", "repos/", "%", "/%", "/%zz", "/%e0%a4"],
].flat();

const BAD = [...new Set(LEADS.flatMap((lead) => HOSTS.map((host) => `${lead}${host}`)))];

const GOOD = [
  "/",
  "/repos",
  "/repos?tab=mine",
  "/repos/acme/web/tree/fix-42#L10",
  "/repos?next=https%3A%2F%2Fevil.example",
  "/repos?q=//evil.example",
  "/repos#//evil.example",
  "/a.b/..c/...d",
  "/caf%C3%A9",
  "/repos/a%20b",
  "/evil.example",
];

describe.skipIf(!hasRedis)("the page to return to", () => {
  let saas: TestSaaS;
  let browser: Browser;
  beforeAll(async () => {
    saas = await startSaaS();
    browser = saas.browser();
  });
  afterAll(() => saas[Symbol.asyncDispose]());

  test(`is refused in ${BAD.length} forms that could lead elsewhere: no login begins, and GitHub is not asked`, async () => {
    expect(BAD.length).toBeGreaterThanOrEqual(500);
    saas.fakeGitHub.journal.clear();
    for (const returnTo of BAD) {
      const { authorizationUrl, userErrors } = await browser.start({ returnTo });
      expect({ returnTo, authorizationUrl }).toEqual({ returnTo, authorizationUrl: null });
      expect(userErrors).toMatchObject([
        {
          __typename: "InputError",
          code: "RETURN_URL_NOT_ALLOWED",
          path: ["input", "returnTo"],
          nextStep: "FIX_INPUT",
        },
      ]);
    }
    expect(browser.received).toEqual([]);
    expect(await saas.redis.command("KEYS", "login*")).toEqual([]);
    expect(saas.fakeGitHub.journal.entries).toEqual([]);
  });

  test("is refused when it is longer than any page of ours", async () => {
    const { userErrors } = await browser.start({ returnTo: `/${"x".repeat(5_000)}` });
    expect(userErrors).toMatchObject([{ code: "RETURN_URL_NOT_ALLOWED" }]);
  });

  test.each(GOOD)("%s comes back as it was sent", async (returnTo) => {
    const payload = await saas.browser().signIn("octo-mock", { returnTo });
    expect(payload.returnTo).toBe(returnTo);
    expect(new URL(payload.returnTo ?? "", saas.gateway.url).origin).toBe(saas.gateway.url);
  });

  test("is nothing when none was named", async () => {
    expect((await saas.browser().signIn("octo-mock")).returnTo).toBeNull();
  });
});
