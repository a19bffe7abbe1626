import type { AccessToken } from "../access-token.js";
import type { Identity, UserId } from "../identity.js";
import { notConnected, reauthenticationRequired, unauthenticated } from "./token-errors.js";
import type { TokenRecord } from "./token-record.js";

/** @throws GatewayError `UNAUTHENTICATED` for nobody. */
export function userIdOf(identity: Identity): UserId {
  if (identity.kind !== "user") throw unauthenticated();
  return identity.userId;
}

/** @throws GatewayError where there is nothing to work with. */
export function usable(record: TokenRecord | undefined): TokenRecord {
  if (record === undefined) throw notConnected();
  if (record.isDead) throw reauthenticationRequired();
  return record;
}

/** Sealed with a key that is gone, or not this user's: only a login helps. */
export function tokenOf({ accessToken }: TokenRecord): AccessToken {
  if (accessToken === null) throw reauthenticationRequired();
  return accessToken;
}
