import { createHash } from "node:crypto";
import { inspect } from "node:util";

const REDACTED = "[redacted]";

/**
 * A text that must not be seen: a token, a key, a password.
 *
 * Every way Node has of printing it gives `[redacted]`: string conversion, JSON, `util.inspect`, `console`, template
 * literals, property enumeration and structured clones. `reveal` is the one way out; a test lists the files that may
 * call it.
 */
export class Secret {
  readonly #text: string;
  #fingerprint: string | undefined;

  /** @param text The text, or another secret with the same. */
  constructor(text: string | Secret) {
    this.#text = typeof text === "string" ? text : text.#text;
  }

  /** The text itself. To be used at the last moment and never kept. */
  reveal(): string {
    return this.#text;
  }

  /** Last four characters, to recognise the secret by; empty for secrets so short that this would give them away. */
  get hint(): string {
    return this.#text.length >= 20 ? this.#text.slice(-4) : "";
  }

  get length(): number {
    return this.#text.length;
  }

  /** Whether the text matches; lets a caller tell kinds of secrets apart without revealing one. */
  matches(pattern: RegExp): boolean {
    return pattern.test(this.#text);
  }

  /** Short one-way name of this secret (SHA-256, 16 base64url characters), to key memory and to compare versions by. */
  get fingerprint(): string {
    return (this.#fingerprint ??= createHash("sha256").update(this.#text).digest("base64url").slice(0, 16));
  }

  /** The same secret without blanks and line ends around it. */
  trimmed(): Secret {
    return new Secret(this.#text.trim());
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  get [Symbol.toStringTag](): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
