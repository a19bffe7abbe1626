import { randomUUID } from "node:crypto";
import type { StoredCredential } from "../../settings/credential-store.js";
import type { AccessToken } from "../access-token.js";
import type { Credential, TokenKeeper, VerifiedToken } from "../credential.js";
import { subjectOf, type Identity } from "../identity.js";
import type { PersonalTokenAuthOptions } from "./personal-token-auth.js";
import { toCredential } from "./to-credential.js";

/** Keeps the token that the owner pastes, sealed, in the settings store. */
export class PersonalTokenKeeper implements TokenKeeper {
  readonly #options: PersonalTokenAuthOptions;

  constructor(options: PersonalTokenAuthOptions) {
    this.#options = options;
  }

  async store(identity: Identity, token: AccessToken, verified: VerifiedToken): Promise<Credential> {
    const { credentials, host, now } = this.#options;
    const stored: StoredCredential = {
      id: `OG_credential_${randomUUID()}`,
      host,
      kind: token.kind,
      hint: token.hint,
      login: verified.account?.login ?? null,
      gitHubUserId: verified.account?.gitHubUserId ?? null,
      name: verified.account?.name ?? null,
      avatarUrl: verified.account?.avatarUrl ?? null,
      scopes: verified.scopes,
      expiresAt: verified.expiresAt,
      verifiedAt: verified.account === null ? null : now().toISOString(),
      refusedAt: null,
      storedAt: now().toISOString(),
    };
    await credentials.storeCredential(subjectOf(identity), stored, token);
    return toCredential(stored, { isReadable: true, now: now() });
  }

  async remove(identity: Identity): Promise<string | null> {
    return (await this.#options.credentials.removeCredential(subjectOf(identity))) ?? null;
  }
}
