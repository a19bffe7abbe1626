// mercurius with its JIT: https://mercurius.dev
import Fastify from "fastify";
import { mercurius } from "mercurius";
import { askByUndici, TYPE_DEFINITIONS } from "./upstream.js";

const app = Fastify();

await app.register(mercurius, {
  schema: TYPE_DEFINITIONS,
  resolvers: {
    Query: {
      repositories: (_parent: unknown, { first }: { first: number }, context: unknown) =>
        askByUndici(first, (context as { authorization: string }).authorization),
    },
  },
  context: ({ headers }) => ({ authorization: headers.authorization ?? "" }),
  jit: 1,
});

await app.listen({ port: 0, host: "127.0.0.1" });
