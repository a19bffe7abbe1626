import { GatewayError } from "../../errors/gateway-error.js";
import type { CredentialStore, StoredCredential } from "../../settings/credential-store.js";
import type { Secret } from "../../secret/secret.js";
import { AccessToken } from "../access-token.js";
import { subjectOf, type Identity } from "../identity.js";
import type { AccessTokenSource, TokenFacts } from "../user-auth.js";
import type { PersonalTokenAuthOptions } from "./personal-token-auth.js";

// What is only a newer date need not be written at every request.
const NOTE_AFTER_MS = 60 * 60 * 1000;

/** The token that the owner has stored. It cannot be renewed: a refusal of GitHub's is final until it is replaced. */
export class PersonalTokenSource implements AccessTokenSource {
  readonly #credentials: CredentialStore;
  readonly #host: string;
  readonly #now: () => Date;
  readonly #tokens = new WeakMap<Secret, AccessToken>();
  #noted: { readonly fingerprint: string; readonly at: number } | undefined;

  constructor({ credentials, host, now }: PersonalTokenAuthOptions) {
    this.#credentials = credentials;
    this.#host = host;
    this.#now = now;
  }

  ready(identity: Identity): AccessToken | undefined {
    const stored = this.#credentials.atHand(subjectOf(identity));
    if (stored === undefined || stored.about.host !== this.#host || stored.about.refusedAt !== null) return undefined;
    return this.#hasExpired(stored.about) ? undefined : this.#tokenOf(stored.token);
  }

  async accessToken(identity: Identity): Promise<AccessToken> {
    const stored = await this.#readCredential(identity);
    const reading = await this.#credentials.readToken(subjectOf(identity));
    if (stored === undefined || reading.kind === "none") {
      throw new GatewayError("GITHUB_NOT_CONNECTED", "No GitHub token is stored. Add one in the settings.");
    }
    if (reading.kind === "unreadable") {
      throw new GatewayError(
        "STORED_SECRET_UNREADABLE",
        "The stored token cannot be opened with the configured keys. Restore the keys, or store the token again.",
      );
    }
    if (this.#hasExpired(stored)) {
      throw new GatewayError("GITHUB_TOKEN_EXPIRED", "The GitHub token has expired. Replace it in the settings.");
    }
    return this.#tokenOf(reading.token);
  }

  accepted(identity: Identity, token: AccessToken, facts: TokenFacts): void | Promise<void> {
    const { fingerprint } = token;
    const now = this.#now();
    if (this.#noted?.fingerprint === fingerprint && now.getTime() - this.#noted.at < NOTE_AFTER_MS) return;
    this.#noted = { fingerprint, at: now.getTime() };
    return this.#note(identity, token, {
      verifiedAt: now.toISOString(),
      refusedAt: null,
      ...(facts.scopes !== undefined && { scopes: facts.scopes }),
      ...(facts.expiresAt !== undefined && { expiresAt: facts.expiresAt }),
    });
  }

  async refused(identity: Identity, token: AccessToken): Promise<AccessToken | undefined> {
    const now = await this.accessToken(identity);
    // The owner has replaced it while the request was under way.
    if (now.fingerprint !== token.fingerprint) return now;
    this.#noted = undefined;
    await this.#note(identity, token, { refusedAt: this.#now().toISOString() });
    return undefined;
  }

  #hasExpired({ expiresAt }: StoredCredential): boolean {
    return expiresAt !== null && Date.parse(expiresAt) <= this.#now().getTime();
  }

  #tokenOf(secret: Secret): AccessToken {
    let token = this.#tokens.get(secret);
    if (token === undefined) this.#tokens.set(secret, (token = AccessToken.from(secret)));
    return token;
  }

  async #readCredential(identity: Identity): Promise<StoredCredential | undefined> {
    const stored = await this.#credentials.readCredential(subjectOf(identity));
    // A token must never travel to another host than the one it was stored for.
    return stored?.host === this.#host ? stored : undefined;
  }

  /** A finding that cannot be written is found again at the next answer; it must not fail this one. */
  async #note(identity: Identity, token: AccessToken, patch: Partial<StoredCredential>): Promise<void> {
    const subject = subjectOf(identity);
    try {
      const reading = await this.#credentials.readToken(subject);
      if (reading.kind !== "token" || reading.token.fingerprint !== token.fingerprint) return;
      await this.#credentials.noteCredential(subject, reading.credentialId, patch);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
    }
  }
}
