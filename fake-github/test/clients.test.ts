import { execFile } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Octokit } from "@octokit/core";
import { graphql, GraphqlResponseError } from "@octokit/graphql";
import { paginateGraphQL } from "@octokit/plugin-paginate-graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_APP, runFakeGitHub, startFakeGitHub, type FakeGitHub } from "../index.js";

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

function secret(name = "classic"): string {
  return github.world.token(name).text;
}

describe("@octokit/graphql", () => {
  function client(token = "classic") {
    return graphql.defaults({ baseUrl: github.restUrl, headers: { authorization: `token ${secret(token)}` } });
  }

  test("gets its data", async () => {
    expect(await client()("{ viewer { login } }")).toEqual({ viewer: { login: "octo-mock" } });
  });

  test("throws with partial data where GitHub reports errors", async () => {
    const asked = client()('{ viewer { login } repository(owner: "no", name: "thing") { id } }');
    const error = await asked.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GraphqlResponseError);
    expect(error).toMatchObject({
      data: { viewer: { login: "octo-mock" }, repository: null },
      errors: [{ type: "NOT_FOUND", path: ["repository"] }],
    });
  });

  test("throws with status 401 for a revoked token", async () => {
    await expect(client("revoked")("{ viewer { login } }")).rejects.toMatchObject({ status: 401 });
  });
});

describe("@octokit/core with paginate-graphql", () => {
  test("walks all repositories, and asks REST for the user", async () => {
    const octokit = new (Octokit.plugin(paginateGraphQL))({ auth: secret(), baseUrl: github.restUrl });
    const affiliations =
      "affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER], ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]";
    const found = await octokit.graphql.paginate<{ viewer: { repositories: { nodes: { nameWithOwner: string }[] } } }>(
      `query ($cursor: String) { viewer { repositories(first: 25, after: $cursor, ${affiliations}) { nodes { nameWithOwner } pageInfo { hasNextPage endCursor } } } }`,
    );
    const names = found.viewer.repositories.nodes.map(({ nameWithOwner }) => nameWithOwner);
    expect(new Set(names).size).toBe(131);
    const user = await octokit.request("GET /user");
    expect(user.data.login).toBe("octo-mock");
    const limits = await octokit.request("GET /rate_limit");
    expect(limits.data.resources.graphql?.used).toBeGreaterThanOrEqual(6);
  });
});

function hasGh(): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, "gh"), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
if (!hasGh()) console.warn("Skipped: GitHub's command line is not installed; apt-get install gh brings it.");

describe.skipIf(!hasGh())("gh, GitHub's own command line", () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "fake-github-gh-"));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  /** For the host github.localhost gh speaks plain HTTP, which it sends to the proxy that it is given: the fake. */
  async function gh(...words: readonly string[]): Promise<string> {
    const env = {
      PATH: process.env["PATH"],
      HOME: home,
      GH_CONFIG_DIR: home,
      GH_HOST: "github.localhost",
      GH_TOKEN: secret(),
      HTTP_PROXY: github.url,
      http_proxy: github.url,
      GH_NO_UPDATE_NOTIFIER: "1",
      NO_COLOR: "1",
    };
    const { stdout } = await promisify(execFile)("gh", words, { env, timeout: 20_000 });
    return stdout;
  }

  test("runs a query of one's own", async () => {
    const answer = JSON.parse(await gh("api", "graphql", "-f", "query={ viewer { login } }")) as unknown;
    expect(answer).toEqual({ data: { viewer: { login: "octo-mock" } } });
  });

  test("says who the user is", async () => {
    expect(await gh("api", "user", "--jq", ".login")).toBe("octo-mock\n");
  });

  test("lists repositories", async () => {
    const lines = (await gh("repo", "list", "--limit", "40")).trim().split("\n");
    expect(lines).toHaveLength(40);
    expect(lines.every((line) => line.startsWith("octo-mock/"))).toBe(true);
    const asked = github.journal.graphql.findLast(({ operationName }) => operationName === "RepositoryList");
    expect(asked?.query).toContain("repositoryOwner");
  });

  test("lists what it can say about repositories as JSON", async () => {
    const fields =
      "id,name,nameWithOwner,owner,parent,description,isPrivate,isFork,isArchived,isEmpty,isTemplate,stargazerCount,forkCount,pushedAt,updatedAt,createdAt,url,sshUrl,defaultBranchRef,primaryLanguage,languages,licenseInfo,viewerPermission,repositoryTopics,hasIssuesEnabled,diskUsage,homepageUrl";
    const found = JSON.parse(await gh("repo", "list", "--limit", "100", "--json", fields)) as readonly {
      name: string;
    }[];
    expect(found.map(({ name }) => name)).toContain("hello-world");
  });

  test("views a repository", async () => {
    expect(await gh("repo", "view", "octo-mock/hello-world")).toContain("octo-mock/hello-world");
  });

  test("lists issues and pull requests", async () => {
    expect(await gh("issue", "list", "-R", "octo-mock/hello-world")).toContain("OPEN");
    const pulls = await gh("pr", "list", "-R", "octo-mock/hello-world", "--state", "all");
    expect(pulls).toContain("Rework the parser");
    expect(pulls).toContain("MERGED");
  });

  test("views an issue and a pull request", async () => {
    expect(await gh("issue", "view", "1", "-R", "octo-mock/hello-world")).toContain("state:");
    expect(await gh("pr", "view", "25", "-R", "octo-mock/hello-world")).toContain("Rework the parser");
  });

  test("met nothing that is not modelled", () => {
    expect(github.journal.graphql.length).toBeGreaterThan(5);
    expect([...github.journal.notModelled]).toEqual([]);
  });
});

test("the command prints the address, the tokens and a fault that works as it stands", async () => {
  const lines: string[] = [];
  await using running = await runFakeGitHub({ write: (line) => lines.push(line) });
  const printed = lines.join("\n");
  expect(printed).toContain(`OCTOGATE_GITHUB_URL=${running.url}`);
  expect(printed).toContain(running.world.token("classic").text);
  const { clientId, clientSecret, slug } = running.world.app(DEMO_APP);
  expect(printed).toContain(`OCTOGATE_GITHUB_CLIENT_ID=${clientId}`);
  expect(printed).toContain(`OCTOGATE_GITHUB_CLIENT_SECRET=${clientSecret}`);
  expect(printed).toContain(`OCTOGATE_GITHUB_APP_SLUG=${slug}`);
  const curl = /curl -X POST (\S+) -d '(.+)'/.exec(printed);
  expect((await fetch(curl?.[1] ?? "", { method: "POST", body: curl?.[2] ?? "" })).status).toBe(200);
  const authorization = `bearer ${running.world.token("classic").text}`;
  expect((await fetch(running.graphqlUrl, { method: "POST", headers: { authorization }, body: "{}" })).status).toBe(
    502,
  );
});
