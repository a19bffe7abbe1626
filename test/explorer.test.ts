import { validate, parse, buildSchema, specifiedRules } from "graphql";
import { expect, test } from "vitest";
import { startGateway } from "./gateway.js";
import { post, type GraphQLAnswer } from "./http-requests.js";

const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

interface Tab {
  readonly query: string;
  readonly variables?: string;
}

test("opens in a browser under a policy that allows nothing but this origin", async () => {
  await using gateway = await startGateway();
  const response = await gateway.fetch("/graphql", { headers: BROWSER });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");

  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);

  const page = await response.text();
  expect(page).not.toMatch(/https?:|\son\w+=|<style|style="/);
  expect(page.match(/<script[^>]*>[^<]+</)).toBeNull();
});

test("finds every file that it refers to at home, cached for good", async () => {
  await using gateway = await startGateway();
  const page = await (await gateway.fetch("/graphql", { headers: BROWSER })).text();
  const paths = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
  expect(paths.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(0);
  expect(paths.filter((path) => path.endsWith(".css")).length).toBeGreaterThan(0);
  for (const path of paths.filter((name) => name !== "/schema.graphql")) {
    expect(path).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(?:js|css|svg)$/);
    const file = await gateway.fetch(path);
    expect([path, file.status]).toEqual([path, 200]);
    const types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml" };
    expect(file.headers.get("content-type")).toBe(types[path.split(".").at(-1) as keyof typeof types]);
    expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100);
  }
  const stale = await gateway.fetch("/assets/explorer-00000000.js");
  expect(stale.status).toBe(404);
});

test("brings examples that fit the schema of this edition, and work as they stand", async () => {
  await using gateway = await startGateway();
  const schema = buildSchema(await (await gateway.fetch("/schema.graphql")).text());
  const tabs = (await (await gateway.fetch("/explorer/examples.json")).json()) as readonly Tab[];
  expect(tabs.length).toBeGreaterThanOrEqual(6);
  for (const { query, variables } of tabs) {
    expect([query, validate(schema, parse(query), specifiedRules)]).toEqual([query, []]);
    expect(() => JSON.parse(variables ?? "{}") as unknown).not.toThrow();
    const answer = (await (
      await post(gateway.url, { query, variables: JSON.parse(variables ?? "{}") as unknown })
    ).json()) as GraphQLAnswer;
    expect([query, answer.errors]).toEqual([query, undefined]);
    expect(JSON.stringify(answer.data)).not.toContain('"nodes":[]');
  }
});

test("changes nothing by any of its examples, and has one for each thing that a frontend asks first", async () => {
  await using gateway = await startGateway();
  const read = "{ settings { gitUserName gitUserEmail language analyticsConsent preferences } credential { hint } }";
  await gateway.graphql(`mutation { saveSettings(input: { gitUserName: "Ana" }) { settings { version } } }`);
  const before = (await gateway.graphql(read)).data;
  const tabs = (await (await gateway.fetch("/explorer/examples.json")).json()) as readonly Tab[];
  for (const { query, variables } of tabs) {
    await gateway.graphql(query, JSON.parse(variables ?? "{}") as Record<string, unknown>);
  }
  expect((await gateway.graphql(read)).data).toEqual(before);
  for (const field of ["session", "repositories", "branches", "suggestedTasks", "saveSettings", "rateLimits"]) {
    expect([field, tabs.some(({ query }) => query.includes(`  ${field}`))]).toEqual([field, true]);
  }
});

test("leaves addresses with a query to GraphQL", async () => {
  await using gateway = await startGateway();
  const response = await gateway.fetch("/graphql?query={__typename}", { headers: BROWSER });
  expect(await response.json()).toEqual({ data: { __typename: "Query" } });
});

test("is not there when it is switched off", async () => {
  await using gateway = await startGateway({ config: { OCTOGATE_EXPLORER: "off" } });
  for (const path of ["/graphql", "/explorer/examples.json"]) {
    const response = await gateway.fetch(path, { headers: BROWSER });
    expect([path, response.status, response.headers.get("content-type")]).toEqual([
      path,
      404,
      "application/json; charset=utf-8",
    ]);
  }
  expect((await post(gateway.url, { query: "{ __typename }" })).status).toBe(200);
});
