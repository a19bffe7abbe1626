import { expect, test } from "vitest";
import { startGateway } from "./gateway.js";
import { post } from "./http-requests.js";

test("writes one line for each operation, with its name and outcome", async () => {
  await using gateway = await startGateway({ token: null });
  const response = await post(gateway.url, { query: "query AppStart { session { status } }" });
  const lines = operationLines(gateway.logLines);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    level: "info",
    requestId: response.headers.get("x-request-id"),
    operation: "AppStart",
    type: "query",
    subject: "owner",
    status: 200,
    ms: expect.any(Number),
  });
  await post(gateway.url, { query: "{ nothing }" });
  expect(operationLines(gateway.logLines)[1]).toMatchObject({ operation: null, codes: ["GRAPHQL_VALIDATION_FAILED"] });
});

test("keeps documents, variables and addresses out of the log, and names short", async () => {
  await using gateway = await startGateway({ token: null });
  const canary = "canary0123456789";
  const token = `ghp_${canary.repeat(3)}`;
  await post(
    gateway.url,
    {
      query: `query Q${"x".repeat(5_000)}($${canary}: ID!) { node(id: $${canary}) { id } }`,
      variables: { [canary]: canary },
    },
    {
      "user-agent": `${canary} ${token}`,
      "x-request-id": canary,
      cookie: `octogate=${canary}`,
      authorization: `Bearer ${token}`,
    },
  );
  await post(gateway.url, { query: `query ${token} { __typename }` });
  await post(gateway.url, { query: "{ __typename }", operationName: `${token}\n{"level":"info"}` });
  await fetch(`${gateway.url}/graphql?query={__typename}&access_token=${canary}`);
  await fetch(`${gateway.url}/${token}?x=${canary}`);
  await post(gateway.url, `{ "${canary}`);

  const written = gateway.logLines.join("");
  expect(written).not.toContain(canary);
  for (const line of gateway.logLines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  expect(operationLines(gateway.logLines)).toHaveLength(4);
  expect(Math.max(...gateway.logLines.map((line) => line.length))).toBeLessThan(1_000);
});

function operationLines(lines: readonly string[]): readonly Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === "operation");
}
