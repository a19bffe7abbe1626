import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "./gateway.js";

const PAGES = ["/", "/repositories", "/settings"];

describe("the console over HTTP", () => {
  let gateway: TestGateway;
  let files: readonly string[];
  beforeAll(async () => {
    gateway = await startGateway({ token: null });
    const page = await (await gateway.fetch("/")).text();
    files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? "");
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test.each(PAGES)("%s is a page that loads nothing from elsewhere and is asked for anew each time", async (path) => {
    const response = await gateway.fetch(path);
    expect(response.status, "Run script/build first.").toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(response.headers.getSetCookie()).toEqual([]);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|http|data:|\*/);
    const page = await response.text();
    expect(page).not.toMatch(/<style|<script>|\son\w+=|\sstyle=/);
  });

  test("its files are of this origin, have the hash of their content in their names, and are cached for good", async () => {
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) {
      expect(path).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(?:js|css|svg)$/);
      const file = await gateway.fetch(path);
      expect([path, file.status]).toEqual([path, 200]);
      expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("its files come compressed to those who take that, and are the same for those who do not", async () => {
    const path = files.find((address) => address.endsWith(".js")) ?? "";
    async function get(encoding: string): Promise<{ readonly encoding: string | null; readonly content: string }> {
      // Node's fetch would undo the compression.
      const { request } = await import("node:http");
      return await new Promise((resolve, reject) => {
        request(`${gateway.url}${path}`, { headers: { "accept-encoding": encoding } }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const used = response.headers["content-encoding"] ?? null;
            expect(response.headers.vary).toContain("Accept-Encoding");
            const bytes = Buffer.concat(chunks);
            expect(response.headers["content-length"]).toBe(String(bytes.length));
            const plain = used === "br" ? brotliDecompressSync(bytes) : used === "gzip" ? gunzipSync(bytes) : bytes;
            resolve({ encoding: used, content: plain.toString() });
          });
        })
          .on("error", reject)
          .end();
      });
    }
    const plain = await get("identity");
    expect(plain.encoding).toBeNull();
    expect(await get("gzip, deflate, br")).toEqual({ encoding: "br", content: plain.content });
    expect(await get("gzip")).toEqual({ encoding: "gzip", content: plain.content });
    expect(await get("br;q=0, gzip;q=0")).toEqual(plain);
  });

  test.each([
    "/assets/index-00000000.js",
    "/assets/..%2findex.html",
    "/assets/../../package.json",
    "/assets/.env.js",
    "/assets/%00.js",
    "/assets/a/b.js",
    "/settings/",
    "/Settings",
    "/anything",
  ])("%s is no page: JSON, as everywhere", async (path) => {
    const response = await gateway.fetch(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "NOT_FOUND" } });
  });

  test("is only read", async () => {
    for (const path of [...PAGES, files[0] ?? ""]) {
      const response = await gateway.fetch(path, { method: "POST" });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
      const head = await gateway.fetch(path, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([200, ""]);
    }
  });
});
