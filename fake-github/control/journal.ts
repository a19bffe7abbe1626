export const GRANT_TYPES = ["authorization_code", "refresh_token", "device_code", "unknown"] as const;

/** A request to the token endpoint, without its secrets. */
export interface TokenRequest {
  readonly grantType: (typeof GRANT_TYPES)[number];
  /** Slug of the App; `null` for a client id that no App has. */
  readonly app: string | null;
  /** Login of the user whose code or token it is, if it is anyone's. */
  readonly user: string | null;
  /** `granted`, or the code of the refusal; `null` while there is no answer and when a fault answered instead. */
  outcome: string | null;
}

/** A request that the fake received. The secret in its Authorization header is replaced by the token's name. */
export interface JournalEntry {
  /** Milliseconds since the epoch, by the fake's clock. */
  readonly time: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the token in the world; `none` without one, `unknown` for one that the world does not have. */
  readonly token: string;
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly tokenRequest: TokenRequest | null;
  /** Status of the answer; `null` while there is none, and when the connection was cut or left hanging. */
  status: number | null;
  /** Points that it cost; `null` for what costs none. */
  cost: number | null;
}

/** What was asked of the fake, in order. */
export class Journal {
  readonly entries: JournalEntry[] = [];
  /** `Type.field` of everything that was selected and is not modelled. A test should find it empty. */
  readonly notModelled = new Set<string>();
  /** How many sockets are open now. */
  connections = 0;

  /** The GraphQL requests alone. */
  get graphql(): readonly JournalEntry[] {
    return this.entries.filter(({ path }) => path === "/graphql");
  }

  /** The requests to the token endpoint alone. */
  get tokenRequests(): readonly TokenRequest[] {
    return this.entries.flatMap(({ tokenRequest }) => (tokenRequest ? [tokenRequest] : []));
  }

  /** How often a code was sent for exchange, with whatever success. */
  get exchanges(): number {
    return this.tokenRequests.filter(({ grantType }) => grantType === "authorization_code").length;
  }

  /** How often a refresh token was sent, with whatever success. */
  get refreshes(): number {
    return this.tokenRequests.filter(({ grantType }) => grantType === "refresh_token").length;
  }

  clear(): void {
    this.entries.length = 0;
    this.notModelled.clear();
  }
}
