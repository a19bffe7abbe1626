import { secretIn } from "../gate/authenticate.js";
import type { GitHub } from "../github.js";
import type { FakeRequest } from "../http/messages.js";
import { readClient } from "../oauth/client.js";
import { tokenRequestOf } from "../oauth/token-endpoint.js";
import type { JournalEntry } from "./journal.js";

/** Writes a request into the journal, with the token's name in the place of its secret. */
export function enterRequest(github: GitHub, request: FakeRequest): JournalEntry {
  const secret = secretIn(request.headers.authorization);
  const token = secret === null ? "none" : (github.world.tokens.get(secret)?.name ?? clientOf(github, request));
  const body = request.path === "/graphql" ? readGraphQL(request.body) : {};
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const entry: JournalEntry = {
    time: github.clock.now(),
    method: request.method,
    path: request.path,
    headers: {
      ...Object.fromEntries(headers),
      ...(secret === null ? {} : { authorization: token }),
    },
    token,
    query: typeof body["query"] === "string" ? body["query"] : null,
    operationName: nameOf(body),
    variables: (body["variables"] ?? null) as JournalEntry["variables"],
    tokenRequest: tokenRequestOf(github, request),
    status: null,
    cost: null,
  };
  github.journal.entries.push(entry);
  return entry;
}

function clientOf({ world }: GitHub, request: FakeRequest): string {
  const client = readClient(world, request);
  return client ? `app:${client.app.slug}` : "unknown";
}

function readGraphQL(body: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(body) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

/** The operation's name as it was sent, or as it stands in the document. */
function nameOf(body: Readonly<Record<string, unknown>>): string | null {
  if (typeof body["operationName"] === "string") return body["operationName"];
  return typeof body["query"] === "string" ? (/\b(?:query|mutation)\s+(\w+)/.exec(body["query"])?.[1] ?? null) : null;
}
