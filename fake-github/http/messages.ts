import type { IncomingHttpHeaders } from "node:http";

/** A request, read to its end. */
export interface FakeRequest {
  /** The id that the answer bears in `x-github-request-id`. */
  readonly id: string;
  readonly method: string;
  /** Without the prefix of an Enterprise Server: `/graphql`, `/user`. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A path without the prefix of an Enterprise Server. */
export function withoutPrefix(path: string): string {
  const rest = path.replace(/^\/api\/v3(?=\/|$)/, "").replace(/^\/api\/graphql$/, "/graphql");
  return rest === "" ? "/" : rest;
}

/** An answer, before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Points that a GraphQL answer cost. */
  readonly cost?: number;
  /** What came of a token request: `granted`, or the code of GitHub's refusal. */
  readonly outcome?: string;
}

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}

/** A path with the function that answers it; a new part of GitHub is a new list of these. */
export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly answer: (request: FakeRequest, found: readonly string[]) => Answer | Promise<Answer>;
}
