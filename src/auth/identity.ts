declare const brand: unique symbol;

/** A numeric GitHub user id in decimal that came out of a verified session, never straight out of a request. */
export type UserId = string & { readonly [brand]: "UserId" };

/**
 * Who is asking. Safe to log: an identity never carries a credential.
 *
 * - `anonymous`: no session, or one that no longer verifies.
 * - `owner`: the person who runs this gateway and puts a token into its settings.
 * - `user`: someone signed in through GitHub. Keyed by the numeric id, never by the login: logins are given up and
 *   registered again by others.
 */
export type Identity =
  | { readonly kind: "anonymous" }
  | { readonly kind: "owner" }
  | { readonly kind: "user"; readonly userId: UserId };

/** Name under which state of one caller is stored, cached, limited or logged. */
export function subjectOf(identity: Identity): string {
  switch (identity.kind) {
    case "anonymous":
      return "anonymous";
    case "owner":
      return "owner";
    case "user":
      return `user:${identity.userId}`;
    default:
      return identity satisfies never;
  }
}
