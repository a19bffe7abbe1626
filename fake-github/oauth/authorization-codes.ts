import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../control/clock.js";
import type { AppRecord } from "../world/app-records.js";
import type { UserRecord } from "../world/records.js";
import type { RefusalCode } from "./refusals.js";

/** What a user has agreed to, until the client comes for the tokens. */
export interface CodeOptions {
  readonly app: AppRecord;
  readonly user: UserRecord;
  readonly scopes?: readonly string[];
  readonly ssoAuthorized?: readonly string[];
  /** Where the code is sent; the exchange may name no other. */
  readonly redirectUri: string;
  /** base64url of the SHA-256 of the verifier; `null` for a client without PKCE. */
  readonly challenge?: string | null;
}

export interface CodeRecord extends CodeOptions {
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  spent: boolean;
}

const LIFE = 10 * 60_000;

/** Authorization codes: ten minutes, single use, bound to the client, the redirect address and the challenge. */
export class AuthorizationCodes {
  readonly #clock: Clock;
  readonly #codes = new Map<string, CodeRecord>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create(options: CodeOptions): string {
    const code = randomBytes(10).toString("hex");
    this.#codes.set(code, { ...options, expiresAt: this.#clock.now() + LIFE, spent: false });
    return code;
  }

  get(code: string): CodeRecord | undefined {
    return this.#codes.get(code);
  }

  /** The code is spent by a right client's first try, even if that try fails. */
  redeem(app: AppRecord, parameters: URLSearchParams): CodeRecord | RefusalCode {
    const found = this.#codes.get(parameters.get("code") ?? "");
    if (!found || found.app !== app || found.spent || found.expiresAt <= this.#clock.now()) {
      return "bad_verification_code";
    }
    found.spent = true;
    const redirectUri = parameters.get("redirect_uri");
    if (redirectUri !== null && redirectUri !== found.redirectUri) return "redirect_uri_mismatch";
    return isVerified(found.challenge ?? null, parameters.get("code_verifier")) ? found : "bad_verification_code";
  }
}

/** https://www.rfc-editor.org/rfc/rfc7636#section-4.6 */
function isVerified(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null) return true;
  if (verifier === null) return false;
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}
