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

  clear(): void {
    this.entries.length = 0;
    this.notModelled.clear();
  }
}
