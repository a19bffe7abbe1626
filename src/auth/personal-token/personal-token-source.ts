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
  readonly #noted = new Map<string, number>();

  constructor({ credentials, host, now }: PersonalTokenAuthOptions) {
    this.#credentials = credentials;
    this.#host = host;
    this.#now = now;
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
    if (stored.expiresAt !== null && Date.parse(stored.expiresAt) <= this.#now().getTime()) {
      throw new GatewayError("GITHUB_TOKEN_EXPIRED", "The GitHub token has expired. Replace it in the settings.");
    }
    let token = this.#tokens.get(reading.token);
    if (token === undefined) this.#tokens.set(reading.token, (token = AccessToken.from(reading.token)));
    return token;
  }

  async accepted(identity: Identity, token: AccessToken, facts: TokenFacts): Promise<void> {
    const { fingerprint } = token;
    const now = this.#now();
    if (now.getTime() - (this.#noted.get(fingerprint) ?? 0) < NOTE_AFTER_MS) return;
    this.#noted.clear();
    this.#noted.set(fingerprint, now.getTime());
    await this.#note(identity, token, {
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
    this.#noted.clear();
    await this.#note(identity, token, { refusedAt: this.#now().toISOString() });
    return undefined;
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
