import { LRUCache } from "lru-cache";
import type { AccessToken } from "../auth/access-token.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { RawAnswer } from "./answer.js";
import type { GitHubHost } from "./github-host.js";
import { readSsoHeader, ssoPage, type SsoOrganization } from "./sso-header.js";

const MOST_REMEMBERED = 5_000;
// Links of GitHub's live an hour; whoever gets one should have time to follow it.
const REMEMBERED_MS = 30 * 60_000;
const FAILED_MS = 60_000;

/** Asks GitHub's REST API with the token that an answer came for. */
export type FetchOnce = (path: string) => Promise<Pick<RawAnswer, "body">>;

/**
 * Names the organizations that `x-github-sso` gives by number only. GitHub is asked for each of them, and refuses with
 * its name and the link that authorizes this very token. Remembered for half an hour.
 */
export class SsoOrganizations {
  readonly #known = new LRUCache<string, Promise<SsoOrganization>>({ max: MOST_REMEMBERED });
  readonly #host: GitHubHost;

  constructor(host: GitHubHost) {
    this.#host = host;
  }

  /** The organizations that withheld something from these answers, each once. */
  async readFrom(
    answers: readonly RawAnswer["headers"][],
    { token, fetch }: { readonly token: AccessToken; readonly fetch: FetchOnce },
  ): Promise<readonly SsoOrganization[]> {
    const headers = answers.map((each) => readSsoHeader(each, this.#host));
    const ids = new Set(headers.flatMap(({ organizations }) => organizations));
    const named = headers.flatMap(({ required }) => required ?? []);
    return [...named, ...(await Promise.all([...ids].map((id) => this.#find(id, token, fetch))))];
  }

  #find(id: number, token: AccessToken, fetch: FetchOnce): Promise<SsoOrganization> {
    const key = `${token.fingerprint} ${id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const asked = this.#ask(id, token, fetch).then(
      (found) => {
        if (found.login === null) this.#known.set(key, asked, { ttl: FAILED_MS });
        return found;
      },
      (error: unknown) => {
        this.#known.delete(key);
        throw error;
      },
    );
    this.#known.set(key, asked, { ttl: REMEMBERED_MS });
    return asked;
  }

  // GitHub's own links to pages of an organization are of this form; nothing else leads from the number to the name.
  async #ask(id: number, token: AccessToken, fetch: FetchOnce): Promise<SsoOrganization> {
    const { webUrl } = this.#host;
    try {
      const { login } = JSON.parse((await fetch(`/organizations/${id}`)).body.text) as { readonly login?: unknown };
      if (typeof login === "string" && /^[\w-]+$/.test(login)) {
        return { login, url: `${webUrl}/orgs/${login}/sso`, expiresAt: null };
      }
    } catch (error) {
      if (error instanceof GatewayError && error.owner !== undefined && error.helpUrl !== undefined) {
        return { login: error.owner, url: error.helpUrl, expiresAt: error.helpUrlExpiresAt ?? null };
      }
      if (!(error instanceof GatewayError || error instanceof SyntaxError)) throw error;
    }
    return { login: null, url: ssoPage(this.#host, token.kind.endsWith("_PAT")), expiresAt: null };
  }
}
