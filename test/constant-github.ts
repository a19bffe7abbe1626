import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Kind, parse, type FieldNode, type SelectionSetNode } from "graphql";

/** A GitHub that answers every field with the same text at once: for tests in which only the gateway should work. */
export interface ConstantGitHub extends AsyncDisposable {
  readonly url: string;
  /** How many documents it has answered. */
  readonly answered: number;
}

const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "x-oauth-scopes": "repo, read:org, read:user, user:email, workflow",
  "x-ratelimit-limit": "5000",
  "x-ratelimit-remaining": "4999",
  "x-ratelimit-used": "1",
  "x-ratelimit-resource": "graphql",
};

export async function startConstantGitHub(): Promise<ConstantGitHub> {
  let answered = 0;
  const server = createServer((request, response) => {
    void answer(request, response).then(() => (answered += 1));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get answered() {
      return answered;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  if (request.method !== "POST") {
    response.writeHead(404, HEADERS).end("{}");
    return;
  }
  const { query } = JSON.parse(body) as { readonly query: string };
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`This is no operation: ${query}`);
  const reset = String(Math.ceil(Date.now() / 1000) + 3_600);
  response
    .writeHead(200, { ...HEADERS, "x-ratelimit-reset": reset })
    .end(JSON.stringify({ data: objectOf(operation.selectionSet) }));
}

/** One value for every field of a selection, under its alias. */
function objectOf({ selections }: SelectionSetNode): object {
  return Object.fromEntries(
    selections.flatMap((each): readonly (readonly [string, unknown])[] => {
      if (each.kind === Kind.FIELD) return [[each.alias?.value ?? each.name.value, valueOf(each)]];
      return each.kind === Kind.INLINE_FRAGMENT ? Object.entries(objectOf(each.selectionSet)) : [];
    }),
  );
}

function valueOf({ name, selectionSet }: FieldNode): unknown {
  if (name.value === "nodes") return [];
  if (selectionSet !== undefined) return objectOf(selectionSet);
  if (name.value === "totalCount" || name.value === "databaseId") return 1;
  if (name.value.startsWith("has")) return false;
  return /url$/i.test(name.value) ? "https://avatars.example/u/1" : "octo";
}
