import { withCustomRequest } from "@octokit/graphql";

/** What `@octokit/graphql` hands to its transport; `request` is whatever its caller gave under that name. */
export interface OctokitRequestOptions<Call> {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly request: Call;
}

/** Sends a document; `call` reaches the transport as it is, and so does the transport's answer the caller. */
export type SendDocument<Call, Answer> = (
  document: string,
  variables: Readonly<Record<string, unknown>>,
  call: Call,
) => Promise<Answer>;

type OctokitRequest = Parameters<typeof withCustomRequest>[0];

/**
 * `@octokit/graphql` over a transport of ours: octokit's own reads every answer with a JSON parser for big integers
 * that takes ten times as long as `JSON.parse`, hides the headers of good answers, and keeps the token in its errors.
 *
 * @param send Answers with what stands for the `data` of GitHub's answer, or throws.
 */
export function octokitOver<Call, Answer>(
  url: string,
  send: (options: OctokitRequestOptions<Call>) => Promise<Answer>,
): SendDocument<Call, Answer> {
  const transport = (options: OctokitRequestOptions<Call>) => send(options).then((data) => ({ data: { data } }));
  // octokit's defaults are method and path, which the transport knows.
  const request: object = Object.assign(transport, {
    endpoint: { DEFAULTS: { baseUrl: url } },
    defaults: () => request,
  });
  // octokit's type asks for its whole endpoint library; of it, `@octokit/graphql` uses what is above.
  const octokit = withCustomRequest(request as OctokitRequest);
  return (document, variables, call) => octokit<Answer>(document, { ...variables, request: call as object });
}
