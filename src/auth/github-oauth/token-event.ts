import type { UserId } from "../identity.js";

/**
 * How a refresh ended:
 *
 * - `refreshed`: a new pair, stored.
 * - `superseded`: a new pair that a login or a logout overtook.
 * - `refused`: GitHub's definitive no; only a login helps.
 * - `lost`: the same no, after an attempt whose outcome nobody knows: its answer got lost, or its process was killed.
 * - `transient`, `misconfigured`: the token is kept, and asked about again later.
 */
export type RefreshResult = "refreshed" | "superseded" | "refused" | "lost" | "transient" | "misconfigured";

/** What happens to tokens, for logs and metrics. Holds no secret. */
export type TokenEvent =
  | {
      readonly kind: "refresh";
      readonly userId: UserId;
      readonly result: RefreshResult;
      readonly durationMs: number;
      /** GitHub's own name for the failure. */
      readonly providerCode: string | null;
    }
  /** A caller waited for a refresh, its own or another replica's. */
  | { readonly kind: "refresh-wait"; readonly userId: UserId; readonly durationMs: number }
  /** From now on the user has to go through GitHub. */
  | { readonly kind: "reauthentication-required"; readonly userId: UserId }
  /** A new pair could not be stored at once; it is served from memory and tried again. */
  | { readonly kind: "pair-unsaved"; readonly userId: UserId; readonly spooled: boolean }
  | { readonly kind: "pair-saved-late"; readonly userId: UserId }
  /** A new pair could be stored nowhere before the end, and was revoked. */
  | { readonly kind: "pair-given-up"; readonly userId: UserId }
  /** A file of the spool cannot be opened with these keys; it is left where it is. */
  | { readonly kind: "spool-unreadable"; readonly path: string }
  /** GitHub could not be told that a token is not needed any more. */
  | { readonly kind: "revocation-failed"; readonly userId: UserId; readonly providerCode: string | null };

export type OnTokenEvent = (event: TokenEvent) => void;
