// graphql-yoga on node:http: https://the-guild.dev/graphql/yoga-server/docs
import { createSchema, createYoga } from "graphql-yoga";
import { createServer } from "node:http";
import { askByFetch, askByUndici, TYPE_DEFINITIONS } from "./upstream.js";

interface Context {
  readonly request: Request;
}

const ask = process.env["TRANSPORT"] === "undici" ? askByUndici : askByFetch;

const yoga = createYoga({
  schema: createSchema<Context>({
    typeDefs: TYPE_DEFINITIONS,
    resolvers: {
      Query: {
        repositories: (_parent, { first }: { first: number }, { request }) =>
          ask(first, request.headers.get("authorization") ?? ""),
      },
    },
  }),
});

createServer((request, response) => void yoga(request, response)).listen(0, "127.0.0.1");
