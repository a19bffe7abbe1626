import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One recorded exchange with the real GitHub. */
export interface Recording {
  readonly id: string;
  readonly request: {
    readonly url?: string;
    readonly query?: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  };
  readonly response: {
    readonly status: number | null;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly bodyText?: string;
  };
}

/** Reads the recordings of one kind (`graphql`, `oauth`, `observed`, `rest-errors`), in the order of their names. */
export function loadRecordings(folder: string, kind: string): readonly Recording[] {
  const files = readdirSync(join(folder, kind)).filter((name) => name.endsWith(".json"));
  return files.toSorted().map((name) => JSON.parse(readFileSync(join(folder, kind, name), "utf8")) as Recording);
}
