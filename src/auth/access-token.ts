import { Secret } from "../secret/secret.js";
import { tokenKindOf, type TokenKind } from "./token-kind.js";

/** A GitHub token in memory, on its way from where it is kept to the GitHub client. Prints as `[redacted]`. */
export class AccessToken extends Secret {
  readonly kind: TokenKind;

  private constructor(secret: Secret) {
    super(secret);
    this.kind = tokenKindOf(this);
  }

  /** A pasted or stored secret as a token; blanks and line ends around it are not part of it. */
  static from(secret: Secret): AccessToken {
    return new AccessToken(secret.trimmed());
  }
}
