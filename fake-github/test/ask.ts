import type { FakeGitHub } from "../index.js";

/** What came back, with empty parts where GitHub sent none. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // Every query has a shape of its own, which the assertions spell out.
  readonly data: Readonly<Record<string, never>>;
  readonly errors: readonly { readonly type?: string; readonly message: string; readonly path?: readonly unknown[] }[];
  /** The whole body, as it was sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Question {
  readonly variables?: object;
  /** Name of a token in the world. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a query as any HTTP client would. */
export async function ask(github: FakeGitHub, query: string, question: Question = {}): Promise<Answered> {
  const { variables = {}, token = "classic", headers = {} } = question;
  const response = await fetch(github.graphqlUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${github.world.token(token).text}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data?: Record<string, never> | null; errors?: Answered["errors"] };
  return {
    status: response.status,
    headers: response.headers,
    data: body.data ?? {},
    errors: body.errors ?? [],
    body,
  };
}
