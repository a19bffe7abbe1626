import type { Body } from "./body.js";

/** An answer of GitHub's as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** An error of GitHub's GraphQL API. `type` stands beside `message`, not in `extensions`; validation errors have none. */
export interface UpstreamError {
  readonly message: string;
  readonly type?: string;
  readonly code?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly saml_failure?: boolean; readonly code?: string };
}

/** What GitHub answered to a document: data, whole or in part, and the errors of the parts that it withheld. */
export interface GraphQLAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly UpstreamError[];
  readonly headers: Readonly<Record<string, string>>;
  /** The body that all of this was read from. */
  readonly body: Body;
}
