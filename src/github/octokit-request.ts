import { withCustomRequest } from "@octokit/graphql";

/** What `@octokit/graphql` hands to its transport; `request` is whatever its caller gave under that name. */
export interface OctokitRequestOptions<Call> {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly request: Call;
}

/** Sends a document; `call` reaches the transport as it is. */
export type SendDocument<Call> = (
  document: string,
  variables: Readonly<Record<string, unknown>>,
  call: Call,
) => Promise<Readonly<Record<string, unknown>>>;

type OctokitRequest = Parameters<typeof withCustomRequest>[0];

/**
 * `@octokit/graphql` over a transport of ours: octokit's own reads every answer with a JSON parser for big integers
 * that takes ten times as long as `JSON.parse`, hides the headers of good answers, and keeps the token in its errors.
 *
 * @param send Answers with the `data` of GitHub's answer, or throws.
 */
export function octokitOver<Call>(
  url: string,
  send: (options: OctokitRequestOptions<Call>) => Promise<unknown>,
): SendDocument<Call> {
  function request(defaults: object): object {
    const call = async (options: object) => ({
      data: { data: await send({ ...defaults, ...options } as OctokitRequestOptions<Call>) },
    });
    return Object.assign(call, {
      endpoint: { DEFAULTS: { baseUrl: url } },
      defaults: (more: object) => request({ ...defaults, ...more }),
    });
  }
  // octokit's type asks for its whole endpoint library; of it, `@octokit/graphql` uses what is above.
  const octokit = withCustomRequest(request({}) as OctokitRequest);
  return (document, variables, call) => octokit(document, { ...variables, request: call as object });
}
