import { validate, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  githubSchema,
  loadRecordings,
  startFakeGitHub,
  worldFromRecordings,
  type FakeGitHub,
  type Recording,
} from "../index.js";
import { ask } from "./ask.js";
import { describeRecorded, RECORDINGS } from "./recorded.js";

interface RecordedBody {
  readonly data?: Readonly<Record<string, unknown>> & {
    readonly rateLimit?: { readonly cost: number; readonly nodeCount: number };
  };
}

function bodyOf(recording: Recording): RecordedBody {
  return recording.response.body as RecordedBody;
}

/** Without the budget, which is that of the day, and without the further pages, which nobody recorded. */
function comparable(data: object): unknown {
  const { rateLimit: _, ...rest } = data as Readonly<Record<string, unknown>>;
  return JSON.parse(JSON.stringify(rest, (key, value: unknown) => (key === "hasNextPage" ? undefined : value)));
}

describeRecorded("recorded answers of the real GitHub", () => {
  const recordings = loadRecordings(RECORDINGS, "graphql");
  const measured = recordings.filter((recording) => bodyOf(recording).data?.rateLimit);

  describe("over the world that was made of them", () => {
    let github: FakeGitHub;
    beforeAll(async () => {
      github = await startFakeGitHub({ world: worldFromRecordings(RECORDINGS), webUrl: "https://github.com" });
    });
    afterAll(() => github[Symbol.asyncDispose]());

    function askAgain({ request }: Recording) {
      return ask(github, request.query ?? "", { token: "recorded", variables: request.variables ?? {} });
    }

    test("are enough to say something", () => {
      expect(recordings.length).toBeGreaterThanOrEqual(50);
      expect(measured.length).toBeGreaterThanOrEqual(20);
    });

    test.each(recordings)("the query of $id is valid by the schema", ({ request }) => {
      expect(validate(githubSchema(), parse(request.query ?? ""))).toEqual([]);
    });

    test.each(measured)("$id asks for as many nodes and costs as much", async (recording) => {
      const recorded = bodyOf(recording).data?.rateLimit;
      const { data } = await askAgain(recording);
      expect(data["rateLimit"]).toMatchObject({ nodeCount: recorded?.nodeCount, cost: recorded?.cost });
    });

    test("nested connections cost what GitHub took off the budget for them", async () => {
      const [first, second, third] = recordings.filter(({ id }) => id.includes("testpaginationandrestintegration"));
      const used = [first, second, third].map((recording) => Number(recording?.response.headers?.["x-ratelimit-used"]));
      const before = await ask(github, "{ viewer { login } }", { token: "recorded" });
      const after = await askAgain(second as Recording);
      const cost = Number(after.headers.get("x-ratelimit-used")) - Number(before.headers.get("x-ratelimit-used"));
      expect(cost).toBe((used[1] as number) - (used[0] as number));
      expect(cost).toBe((used[2] as number) - (used[1] as number));
    });

    test.each(
      [
        ["mergestat-testuserrepos", "mergestat-testorgrepos", "mergestat-testbranches-1", "mergestat-testbranches-2"],
        ["mergestat-testrepoinfo", "mergestat-testuserinfo", "mergestat-testrepoissues", "mergestat-testrepoprs"],
        ["mergestat-teststargazerscount", "pygithub-graphql-testnode-2"],
      ].flat(),
    )("%s comes back as it was recorded, cursors included", async (id) => {
      const recording = recordings.find((candidate) => candidate.id === id) as Recording;
      const { status, body } = await askAgain(recording);
      expect(status).toBe(200);
      expect(comparable(body["data"] as object)).toEqual(comparable(bodyOf(recording).data as object));
      expect(body["errors"]).toEqual((recording.response.body as { errors?: unknown }).errors);
    });

    test("a query that nobody recorded pages through the recorded repositories", async () => {
      const names: string[] = [];
      let after: string | null = null;
      do {
        const query = `query ($after: String) { viewer { repositories(first: 7, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } }`;
        const { data } = await ask(github, query, { token: "recorded", variables: { after } });
        const { nodes, pageInfo } = (data as unknown as RepositoryPage).viewer.repositories;
        names.push(...nodes.map(({ name }) => name));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      const recorded = recordings.find(({ id }) => id === "mergestat-testuserrepos") as Recording;
      const list = bodyOf(recorded).data as unknown as { user: RepositoryPage["viewer"] };
      expect(names).toEqual(list.user.repositories.nodes.map(({ name }) => name));
    });
  });

  describe("in replay", () => {
    let github: FakeGitHub;
    beforeAll(async () => {
      github = await startFakeGitHub({ replay: RECORDINGS });
    });
    afterAll(() => github[Symbol.asyncDispose]());

    test.each(recordings)("$id is answered with its body, status and headers", async ({ request, response }) => {
      // White space and the order of variables are the client's own business.
      const query = `${request.query ?? ""}\n\n`;
      const variables = Object.fromEntries(Object.entries(request.variables ?? {}).toReversed());
      const answered = await ask(github, query, { variables });
      expect(answered.status).toBe(response.status);
      expect(answered.body).toEqual(response.body);
      const headers = Object.entries(response.headers ?? {}).filter(([name]) => /^x-|^date$/.test(name));
      expect(headers.length).toBeGreaterThan(0);
      for (const [name, value] of headers) expect(answered.headers.get(name)).toBe(value);
    });

    test("leaves everything else to the world", async () => {
      expect((await ask(github, "{ viewer { login } }")).data).toEqual({ viewer: { login: "octo-mock" } });
    });
  });
});

interface RepositoryPage {
  readonly viewer: {
    readonly repositories: {
      readonly nodes: readonly { readonly name: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}
