import { describe, expect, test } from "vitest";
import { ask } from "./ask.js";
import { startGateway } from "./gateway.js";

interface Known {
  readonly login: string;
  readonly access: string;
  readonly restrictions: readonly { readonly reason: string; readonly actionUrl: string | null }[];
}

const ACCESS = "login access restrictions { reason actionUrl }";
const ORGANIZATIONS = `{ organizations(first: 50) { nodes { ${ACCESS} } } }`;

function reasonsOf(nodes: readonly Known[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    nodes.map(({ login, access, restrictions }) => [login, [access, ...restrictions.map(({ reason }) => reason)]]),
  );
}

describe("an organization, in the edition without an App", () => {
  test.for([
    ["classic", { acme: ["FULL"], northwind: ["FULL"], sprocket: ["FULL"] }],
    [
      "classic-without-repo",
      {
        acme: ["PARTIAL", "TOKEN_SCOPE_MISSING"],
        northwind: ["PARTIAL", "TOKEN_SCOPE_MISSING"],
        sprocket: ["PARTIAL", "TOKEN_SCOPE_MISSING"],
      },
    ],
    ["fine-grained", { northwind: ["PARTIAL", "TOKEN_OWNER_MISMATCH"], sprocket: ["PARTIAL", "TOKEN_OWNER_MISMATCH"] }],
    [
      "fine-grained-of-acme",
      {
        acme: ["FULL"],
        northwind: ["PARTIAL", "TOKEN_OWNER_MISMATCH"],
        sprocket: ["PARTIAL", "TOKEN_OWNER_MISMATCH"],
      },
    ],
  ] as const)("can be used as far as the token reaches: %s; in one document", async ([token, expected]) => {
    await using gateway = await startGateway({ token });
    const { organizations } = await ask<{ organizations: { nodes: readonly Known[] } }>(gateway, ORGANIZATIONS);
    expect(reasonsOf(organizations.nodes)).toEqual(expected);
    expect(gateway.fakeGitHub.journal.graphql).toHaveLength(1);
    for (const { restrictions } of organizations.nodes) {
      for (const { actionUrl } of restrictions) expect(actionUrl).toContain("/settings/");
    }
  });

  test("says the same wherever it stands, and what the list of its repositories says", async () => {
    await using gateway = await startGateway({ token: "fine-grained" });
    const { journal, world, url } = gateway.fakeGitHub;
    expect(world.account("northwind")).toBeDefined();
    const { resource, repository, ...others } = await ask<Record<string, Known & { owner: Known }>>(
      gateway,
      `query ($url: String!) {
         resource(url: $url) { ... on Organization { ${ACCESS} } }
         repository(owner: "northwind", name: "${publicOf(gateway)}") { owner { ... on Organization { ${ACCESS} } } }
         organizations(first: 50) { nodes { login repositories(first: 1) { restrictions { reason } } } } }`,
      { url: `${url}/northwind` },
    );
    const documents = journal.graphql.length;
    const expected = { northwind: ["PARTIAL", "TOKEN_OWNER_MISMATCH"] };
    expect(reasonsOf([resource as Known])).toEqual(expected);
    expect(reasonsOf([repository?.owner as Known])).toEqual(expected);
    expect(JSON.stringify(others)).toContain(
      '"login":"northwind","repositories":{"restrictions":[{"reason":"TOKEN_OWNER_MISMATCH"',
    );
    // The lists of their repositories are a second one, as their names come with the first.
    expect(documents).toBe(2);
    // What a token reaches is asked for once, and only of those that have one owner.
    expect(journal.graphql.filter(({ query }) => query?.includes("privacy: PRIVATE"))).toHaveLength(1);
  });

  test("that is asked for nothing of the kind takes no other document than before", async () => {
    await using gateway = await startGateway({ token: "fine-grained" });
    await ask(gateway, "{ organizations(first: 50) { nodes { login installation { id } } } }");
    const [sent, ...others] = gateway.fakeGitHub.journal.graphql;
    expect(others).toEqual([]);
    expect(sent?.query).not.toContain("PRIVATE");
  });
});

function publicOf({ fakeGitHub }: Awaited<ReturnType<typeof startGateway>>): string {
  const found = fakeGitHub.world
    .allRepositories()
    .find(({ owner, visibility }) => owner.login === "northwind" && visibility === "PUBLIC");
  if (found === undefined) throw new Error("northwind has nothing public.");
  return found.name;
}
