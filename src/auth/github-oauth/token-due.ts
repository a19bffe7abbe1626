import { createHash, randomUUID } from "node:crypto";
import type { UserId } from "../identity.js";
import type { TokenRecord } from "./token-record.js";
import type { TokenTimings } from "./token-timings.js";

export interface TokenDueOptions {
  readonly timings: Pick<TokenTimings, "earlyMs" | "jitterMs">;
  readonly now: () => Date;
}

/** Tells when a token has to be refreshed. */
export class TokenDue {
  readonly #options: TokenDueOptions;
  readonly #seed = randomUUID();

  constructor(options: TokenDueOptions) {
    this.#options = options;
  }

  /**
   * Before it expires, so that a failure is found while the old token still works; not at the same moment for all users
   * and replicas.
   */
  isDue(userId: UserId, record: TokenRecord): boolean {
    if (record.expiresAt === null) return false;
    const { timings, now } = this.#options;
    const left = record.expiresAt.getTime() - now().getTime();
    if (left > timings.earlyMs + timings.jitterMs) return false;
    if (!record.isRenewable) return left <= 0;
    const hash = createHash("sha256").update(`${this.#seed}:${userId}:${record.version}`).digest();
    return left < timings.earlyMs + (timings.jitterMs * hash.readUInt32BE()) / 2 ** 32;
  }

  hasExpired({ expiresAt }: Pick<TokenRecord, "expiresAt">): boolean {
    return expiresAt !== null && expiresAt <= this.#options.now();
  }
}
