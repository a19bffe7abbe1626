// Hive Gateway as a proxy, each user with a token of their own: https://the-guild.dev/graphql/hive/docs/gateway
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { createServer } from "node:http";
import { TYPE_DEFINITIONS, UPSTREAM_URL } from "./upstream.js";

const gateway = createGatewayRuntime({
  logging: false,
  proxy: {
    endpoint: `${UPSTREAM_URL}/api/graphql`,
    headers: (executionRequest) => ({
      authorization: authorizationOf(executionRequest?.context),
    }),
  },
  // GitHub's schema as far as it is asked for; the lean upstream cannot be introspected.
  schema: TYPE_DEFINITIONS.replace("type Query {", "type Query { viewer: User! } type User {"),
});

createServer((request, response) => void gateway(request, response)).listen(0, "127.0.0.1");

function authorizationOf(context: unknown): string {
  return (context as { request?: Request } | undefined)?.request?.headers.get("authorization") ?? "";
}
