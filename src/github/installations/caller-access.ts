import type { AccessToken } from "../../auth/access-token.js";
import type { GitHubClient } from "../github-client.js";
import type { CallerUpstream } from "../upstream/caller-upstream.js";
import type { Access, AccessIndex, FetchRest, Installed } from "./access-index.js";
import type { Asker } from "./fresh-values.js";

export interface CallerAccessOptions {
  readonly accessIndex: AccessIndex;
  readonly subject: string;
  readonly upstream: CallerUpstream;
  readonly client: GitHubClient;
}

type Ask<Value> = (index: AccessIndex, asker: Asker, fetch: FetchRest) => Promise<Value>;

/** What one caller reaches through the App, in one request: every field of it sees the same. */
export class CallerAccess {
  readonly #options: CallerAccessOptions;
  #installed: Promise<Installed> | undefined;
  #access: Promise<Access> | undefined;

  constructor(options: CallerAccessOptions) {
    this.#options = options;
  }

  /** What is known to be fresh. */
  known(token: AccessToken): Access | undefined {
    const { accessIndex, subject } = this.#options;
    return accessIndex.known({ subject, token: token.fingerprint });
  }

  /** Asks only for where the App is installed, which is a page for a hundred of them. */
  readInstalled(): Promise<Installed> {
    if (this.#access !== undefined) return this.#access;
    return (this.#installed ??= this.#ask("installed", (index, asker, fetch) => index.readInstalled(asker, fetch)));
  }

  read(): Promise<Access> {
    return (this.#access ??= this.#ask("access", (index, asker, fetch) => index.read(asker, fetch)));
  }

  forget(): void {
    const { accessIndex, subject } = this.#options;
    accessIndex.forget(subject);
    this.#installed = undefined;
    this.#access = undefined;
  }

  async #ask<Value>(name: string, ask: Ask<Value>): Promise<Value> {
    const { accessIndex, subject, upstream, client } = this.#options;
    return upstream.once(name, async () => {
      const call = async (token: AccessToken) => {
        // Shared by all requests of this caller: none of them may abort it.
        const fetch: FetchRest = (path, etag) => {
          upstream.report.askedRest();
          const budget = upstream.budgetOf(token);
          return client.rest(path, { token, budget, signal: undefined, ...(etag !== undefined && { etag }) });
        };
        return { value: await ask(accessIndex, { subject, token: token.fingerprint }, fetch), headers: {} };
      };
      const token = upstream.readyToken ?? (await upstream.currentToken());
      return (await upstream.withToken(call, token)).value;
    });
  }
}
