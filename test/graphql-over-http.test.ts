import { gzipSync, brotliCompressSync, deflateSync } from "node:zlib";
import { serverAudits } from "graphql-http";
import { expect, test } from "vitest";
import { startGateway } from "./gateway.js";
import { answerTo, errorPageOf, post, type GraphQLAnswer } from "./http-requests.js";

const TYPENAME = { query: "{ __typename }" };

async function failedAudits(
  url: string,
): Promise<{ readonly names: readonly string[]; readonly failed: readonly string[] }> {
  const audits = serverAudits({ url: `${url}/graphql` });
  const results = await Promise.all(audits.map(async ({ name, fn }) => ({ name, result: await fn() })));
  return {
    names: results.map(({ name }) => name),
    failed: results.flatMap(({ name, result }) =>
      result.status === "ok" ? [] : [`${name}: ${"reason" in result ? result.reason : ""}`],
    ),
  };
}

test("passes every audit of GraphQL over HTTP", async () => {
  await using gateway = await startGateway();
  const { names, failed } = await failedAudits(gateway.url);
  expect(failed).toEqual([]);
  expect(names).toHaveLength(61);
});

test("passes them with introspection off as well, every MUST among them", async () => {
  await using gateway = await startGateway({ config: { OCTOGATE_INTROSPECTION: "off" } });
  const { names, failed } = await failedAudits(gateway.url);
  expect(failed).toEqual([]);
  expect(names.filter((name) => name.startsWith("MUST"))).toHaveLength(13);
});

test("shows nothing of its schema with introspection off", async () => {
  await using gateway = await startGateway({ config: { OCTOGATE_INTROSPECTION: "off" } });

  const schema = await answerTo(gateway.url, { query: "{ __schema { types { name } } }" });
  expect(schema.data).toBeUndefined();
  expect(schema.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");

  const hidden = await answerTo(gateway.url, {
    query:
      'query($n: String!) { a: __type(name: $n) { name } ...f } fragment f on Query { b: __type(name: "Query") { name } }',
    variables: { n: "Repository" },
  });
  expect(hidden).toEqual({ data: { a: null, b: null } });
  // The schema is public with the program; switching introspection off spares the executor, it hides nothing.
  expect((await fetch(`${gateway.url}/schema.graphql`)).status).toBe(200);

  const shown = await answerTo(gateway.url, { query: "{ session { status } }" });
  expect(shown.errors).toBeUndefined();
});

test("answers in the media type that the client prefers", async () => {
  await using gateway = await startGateway();
  const preferences = [
    ["application/graphql-response+json", "application/graphql-response+json"],
    ["application/json", "application/json"],
    ["*/*", "application/json"],
    ["application/*;q=0.5, text/html", "application/json"],
    ["application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json"],
    ["application/graphql-response+json;q=0.1, application/json", "application/json"],
    ["application/json;q=0, */*", "application/graphql-response+json"],
  ] as const;
  for (const [accept, type] of preferences) {
    const response = await post(gateway.url, TYPENAME, { accept });
    expect([accept, response.status, response.headers.get("content-type")]).toEqual([
      accept,
      200,
      `${type}; charset=utf-8`,
    ]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
  const refused = await post(gateway.url, TYPENAME, { accept: "text/html, image/*;q=0.8" });
  expect(refused.status).toBe(406);
  expect((await errorPageOf(refused)).code).toBe("BAD_REQUEST");
});

test("gives a failed validation 200 as application/json and 400 as application/graphql-response+json", async () => {
  await using gateway = await startGateway();
  for (const query of ["{", "{ nothing }", "query($a: Int!) { nodes(ids: []) { id } }"]) {
    expect((await post(gateway.url, { query }, { accept: "application/json" })).status).toBe(200);
    expect((await post(gateway.url, { query }, { accept: "application/graphql-response+json" })).status).toBe(400);
  }
});

test("takes nothing but JSON in UTF-8", async () => {
  await using gateway = await startGateway();
  const body = JSON.stringify(TYPENAME);
  const refused = [
    "text/plain",
    "text/plain; x=application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/graphql",
    "application/json; charset=utf-7",
    "application/json; charset=utf-16le",
    "application/jsonx",
    ";",
  ];
  for (const type of refused) {
    const response = await post(gateway.url, body, { "content-type": type });
    expect([type, response.status]).toEqual([type, 415]);
    expect((await errorPageOf(response)).requestId).toBe(response.headers.get("x-request-id"));
  }
  for (const type of ["application/json", "application/json;charset=UTF-8", 'APPLICATION/JSON; charset="utf-8"']) {
    expect([type, (await post(gateway.url, body, { "content-type": type })).status]).toEqual([type, 200]);
  }
  const notUtf8 = await post(gateway.url, Buffer.concat([Buffer.from(body.slice(0, -1)), Buffer.from([0xff, 0x7d])]));
  expect(notUtf8.status).toBe(400);
});

test("refuses a GET with the content type of a form", async () => {
  await using gateway = await startGateway();
  const address = `${gateway.url}/graphql?query={__typename}`;
  expect((await fetch(address)).status).toBe(200);
  expect((await fetch(address, { headers: { "content-type": "text/plain" } })).status).toBe(415);
});

test("takes compressed bodies, and none that inflates beyond the limit", async () => {
  await using gateway = await startGateway();
  const plain = Buffer.from(JSON.stringify(TYPENAME));
  const bomb = Buffer.alloc(20_000_000, " ");
  for (const [encoding, compress] of [
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ] as const) {
    const headers = { "content-encoding": encoding };
    expect([encoding, (await post(gateway.url, compress(plain), headers)).status]).toEqual([encoding, 200]);
    expect([encoding, (await post(gateway.url, compress(bomb), headers)).status]).toEqual([encoding, 413]);
    expect([encoding, (await post(gateway.url, plain, headers)).status]).toEqual([encoding, 400]);
  }
  expect((await post(gateway.url, plain, { "content-encoding": "zstd" })).status).toBe(415);
  expect((await post(gateway.url, plain, { "content-encoding": "constructor" })).status).toBe(415);
});

test("refuses a body over 100 kB, with and without its length told", async () => {
  await using gateway = await startGateway();
  const body = JSON.stringify({ ...TYPENAME, variables: { padding: "x".repeat(100_000) } });
  const told = await post(gateway.url, body);
  expect([told.status, (await errorPageOf(told)).code]).toEqual([413, "BAD_REQUEST"]);

  const stream = new Blob([body]).stream();
  const untold = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: stream,
    duplex: "half",
  });
  expect(untold.status).toBe(413);

  const fits = JSON.stringify({ ...TYPENAME, variables: { padding: "x".repeat(90_000) } });
  expect((await post(gateway.url, fits)).status).toBe(200);
});

test("says what is wrong with a request that is no GraphQL request, and never repeats it", async () => {
  await using gateway = await startGateway();
  const malformed = await post(gateway.url, '{ "query": "{ canary }" ');
  expect(malformed.status).toBe(400);
  expect(await malformed.text()).not.toContain("canary");

  const refused: readonly (readonly [unknown, string])[] = [
    [[TYPENAME], "BAD_REQUEST"],
    [[], "BAD_REQUEST"],
    [null, "BAD_REQUEST"],
    [{}, "BAD_REQUEST"],
    [{ query: "" }, "BAD_REQUEST"],
    [{ query: { kind: "Document", definitions: [] } }, "BAD_REQUEST"],
    [{ ...TYPENAME, variables: [] }, "BAD_REQUEST"],
    [{ ...TYPENAME, variables: "{}" }, "BAD_REQUEST"],
    [{ ...TYPENAME, operationName: 1 }, "BAD_REQUEST"],
    [{ ...TYPENAME, extensions: "x" }, "BAD_REQUEST"],
    [{ extensions: { persistedQuery: { version: 1, sha256Hash: "00" } } }, "PERSISTED_QUERY_NOT_SUPPORTED"],
  ];
  for (const [body, code] of refused) {
    const response = await post(gateway.url, JSON.stringify(body));
    const { errors } = (await response.json()) as GraphQLAnswer;
    expect([body, response.status, errors?.[0]?.extensions.code]).toEqual([body, 400, code]);
  }
  const twice = await fetch(`${gateway.url}/graphql?query={__typename}&query={__typename}`);
  expect(twice.status).toBe(400);
  const badVariables = await fetch(`${gateway.url}/graphql?query={__typename}&variables={`);
  expect(badVariables.status).toBe(400);
});

test("says where a document does not parse and what is expected there", async () => {
  await using gateway = await startGateway();
  const { errors } = await answerTo(gateway.url, { query: "{\n  session {" });
  expect(errors?.[0]).toMatchObject({
    message: "Syntax Error: Expected Name, found <EOF>.",
    locations: [{ line: 2, column: 12 }],
  });
});

test.each(["application/json", "application/graphql-response+json"])(
  "has no subscriptions, and says so in %s",
  async (accept) => {
    await using gateway = await startGateway();
    const query = "subscription { x }";
    const responses = await Promise.all([
      post(gateway.url, { query }, { accept }),
      fetch(`${gateway.url}/graphql?${new URLSearchParams({ query }).toString()}`, { headers: { accept } }),
    ]);
    for (const response of responses) {
      expect([response.status, response.headers.get("content-type")]).toEqual([400, `${accept}; charset=utf-8`]);
      const { data, errors } = (await response.json()) as GraphQLAnswer;
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        {
          message: "There is no subscription here. Send a query or a mutation.",
          extensions: { code: "OPERATION_RESOLUTION_FAILURE", nextStep: "FIX_INPUT" },
        },
      ]);
    }
    expect(gateway.logLines.join("")).not.toContain("unexpected error");
  },
);

test("runs no mutation by GET", async () => {
  await using gateway = await startGateway();
  const mutation = "mutation { resetSettings(input: {}) { settings { version } } }";
  const requests = [
    { query: mutation },
    { query: mutation, operationName: "" },
    { query: `query A { __typename } ${mutation.replace("mutation", "mutation B")}`, operationName: "B" },
  ];
  for (const request of requests) {
    const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams(request).toString()}`);
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    const { errors } = (await response.json()) as GraphQLAnswer;
    expect(errors?.[0]?.extensions.code).toBe("OPERATION_RESOLUTION_FAILURE");
  }
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const response = await fetch(`${gateway.url}/graphql`, { method });
    expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, "GET, POST"]);
  }
  const overridden = await fetch(`${gateway.url}/graphql?${new URLSearchParams({ query: mutation }).toString()}`, {
    headers: { "x-http-method-override": "POST" },
  });
  expect(overridden.status).toBe(405);
});

test("gives every error a code, the next step, a page and the id of the request", async () => {
  await using gateway = await startGateway();
  const failures: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ query: "{" }, "GRAPHQL_PARSE_FAILED"],
    [{ query: "{ nothing }" }, "GRAPHQL_VALIDATION_FAILED"],
    [{ query: "query A { __typename } query B { __typename }" }, "OPERATION_RESOLUTION_FAILURE"],
    [{ query: "query A { __typename }", operationName: "B" }, "OPERATION_RESOLUTION_FAILURE"],
    [{ query: "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", variables: { ids: null } }, "BAD_USER_INPUT"],
    [
      { query: "query($n: Int) { repositories(first: $n) { nodes { id } } }", variables: { n: null } },
      "BAD_USER_INPUT",
    ],
  ];
  for (const [body, code] of failures) {
    const response = await post(gateway.url, body);
    const { errors } = (await response.json()) as GraphQLAnswer;
    expect(errors?.[0]?.extensions).toEqual({
      code,
      nextStep: "FIX_INPUT",
      retryable: false,
      helpUrl: expect.stringContaining(code.toLowerCase()),
      requestId: response.headers.get("x-request-id"),
    });
  }
});

test("suggests no name of its schema, in documents and in variables", async () => {
  await using gateway = await startGateway();
  const { data } = await answerTo(gateway.url, {
    query: "{ __schema { types { name kind fields { name } enumValues { name } inputFields { name } } } }",
  });
  const { types } = Object(data?.["__schema"]) as { readonly types: readonly IntrospectedType[] };
  const queries = types
    .filter(({ name }) => !name.startsWith("__"))
    .flatMap(({ name, fields }) =>
      (fields ?? []).map(({ name: field }) =>
        name === "Query" || name === "Mutation"
          ? `${name.toLowerCase()} { ${field.slice(0, -1)} }`
          : `{ node(id: "x") { ... on ${name} { ${field.slice(0, -1)} } } }`,
      ),
    );
  expect(queries.length).toBeGreaterThan(100);
  for (const query of queries) {
    const response = await post(gateway.url, { query });
    expect(await response.text()).not.toContain("Did you mean");
  }
  const order = { query: "query($o: RepositoryOrder!) { repositories(orderBy: $o) { nodes { id } } }" };
  for (const o of [{ field: "PUSHED_A", direction: "DESC" }, { fiel: "NAME" }]) {
    const { errors } = await answerTo(gateway.url, { ...order, variables: { o } });
    expect(errors?.map(({ extensions }) => extensions.code)).toContain("BAD_USER_INPUT");
    expect(JSON.stringify(errors)).not.toContain("Did you mean");
  }
});

interface IntrospectedType {
  readonly name: string;
  readonly fields: readonly { readonly name: string }[] | null;
}

test("repeats no value of a variable or an argument", async () => {
  await using gateway = await startGateway();
  const legacyToken = "0123456789abcdef0123456789abcdef01234567";
  const token = "ghp_canary0123456789012345678901234567890";
  for (const secret of [legacyToken, token]) {
    const bodies = [
      { query: "query($n: Int!) { repositories(first: $n) { nodes { id } } }", variables: { n: secret } },
      {
        query: "query($a: RepositoryAffiliation!) { repositories(affiliations: [$a]) { nodes { id } } }",
        variables: { a: secret },
      },
      {
        query: "mutation($i: CheckGitHubTokenInput!) { checkGitHubToken(input: $i) { check { kind } } }",
        variables: { i: { token: [secret] } },
      },
      {
        query: "mutation($i: CheckGitHubTokenInput!) { checkGitHubToken(input: $i) { check { kind } } }",
        variables: { i: secret },
      },
      { query: `mutation { checkGitHubToken(input: { token: "${secret}" }) { check { kind } } }` },
      { query: `{ repositories(first: "${secret}") { nodes { id } } }` },
      { query: `{ ${secret.replace(/^\d/, "x")} }` },
      { query: `{ ${token}: ${token} }` },
      { query: `{ } ${secret}` },
      { query: `{ __typename } "${secret}"` },
      { query: `{ repositories(first: { a: "${secret}" }) { nodes { id } } }` },
      { query: "{ __typename }", operationName: secret },
    ];
    for (const body of bodies) {
      const text = await (await post(gateway.url, body)).text();
      expect([body, JSON.parse(text).errors]).toEqual([body, expect.arrayContaining([expect.anything()])]);
      expect(text).not.toContain(secret);
      expect(text).not.toContain(token);
    }
    expect(gateway.logLines.join("")).not.toContain(secret);
  }
});
