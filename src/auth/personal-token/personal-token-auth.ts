import type { CredentialStore, StoredCredential } from "../../settings/credential-store.js";
import type { Credential } from "../credential.js";
import { subjectOf, type Identity } from "../identity.js";
import type { Account, SessionState } from "../session-state.js";
import type { UserAuth } from "../user-auth.js";
import { toCredential } from "./to-credential.js";

const OWNER: Identity = { kind: "owner" };

export interface PersonalTokenAuthOptions {
  readonly credentials: CredentialStore;
  /** The GitHub host that the gateway serves now; a token for another one is not used. */
  readonly host: string;
  readonly now: () => Date;
}

/**
 * Whoever reaches the gateway is its owner, and "authenticated" means that a token is stored. The network decides who
 * reaches it: it listens on loopback, admits known `Host`s only and refuses other sites' requests.
 */
export class PersonalTokenAuth implements UserAuth {
  readonly #options: PersonalTokenAuthOptions;

  constructor(options: PersonalTokenAuthOptions) {
    this.#options = options;
  }

  identify(): Identity {
    return OWNER;
  }

  async session(identity: Identity): Promise<SessionState> {
    const { credentials, host, now } = this.#options;
    const stored = await credentials.readCredential(subjectOf(identity));
    if (stored === undefined || stored.host !== host) return session(null, null);
    const { kind } = await credentials.readToken(subjectOf(identity));
    return session(toCredential(stored, { isReadable: kind === "token", now: now() }), accountOf(stored));
  }
}

function session(credential: Credential | null, account: Account | null): SessionState {
  const ended = { createdAt: null, expiresAt: null, account, credential };
  switch (credential?.status) {
    case undefined:
      return { ...ended, status: "GITHUB_NOT_CONNECTED", nextStep: "ADD_TOKEN" };
    case "VALID":
      return { ...ended, status: "AUTHENTICATED", nextStep: "NONE" };
    case "EXPIRING":
      return { ...ended, status: "AUTHENTICATED", nextStep: "REPLACE_TOKEN" };
    default:
      return { ...ended, status: "REAUTHENTICATION_REQUIRED", nextStep: "REPLACE_TOKEN" };
  }
}

function accountOf({ gitHubUserId, login, name, avatarUrl }: StoredCredential): Account | null {
  return gitHubUserId === null || login === null ? null : { gitHubUserId, login, name, avatarUrl };
}
