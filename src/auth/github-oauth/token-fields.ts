import * as v from "valibot";
import type { AccessToken } from "../access-token.js";
import type { UserId } from "../identity.js";
import type { Account } from "../session-state.js";
import type { GrantedTokens } from "./granted-tokens.js";
import type { TokenRecord } from "./token-record.js";

const milliseconds = v.pipe(
  v.string(),
  v.regex(/^\d{1,16}$/),
  v.transform((text) => new Date(Number(text))),
);
const optionalTime = v.pipe(
  v.optional(v.union([milliseconds, v.literal("")]), ""),
  v.transform((time) => (time === "" ? null : time)),
);
const flag = v.pipe(
  v.optional(v.string(), "0"),
  v.transform((text) => text === "1"),
);
const text = v.nullable(v.string());

/**
 * Fields of the hash, all text: `v` version, `at` sealed access token, `fp` its fingerprint, `rn` whether there is a
 * refresh token, `exp` and `rexp` when the two expire, `sc` scopes, `acc` the account, `id` of the credential, `on` stored,
 * `ok` last accepted, `dead`, `forced`; of the scripts alone: `try` owner of an unfinished refresh, `write` id of the
 * last finished one.
 */
const FieldsSchema = v.object({
  v: v.pipe(v.string(), v.regex(/^\d+$/)),
  at: v.optional(v.string(), ""),
  rn: flag,
  exp: optionalTime,
  rexp: optionalTime,
  sc: v.optional(v.string(), ""),
  acc: v.pipe(v.string(), v.parseJson(), v.object({ login: v.string(), name: text, avatarUrl: text })),
  id: v.string(),
  on: milliseconds,
  ok: optionalTime,
  dead: flag,
  forced: flag,
});

export interface FieldsToWrite {
  readonly tokens: GrantedTokens;
  readonly storedAt: Date;
  readonly sealedAccessToken: string;
  readonly account?: Account;
  readonly credentialId?: string;
}

/** The fields of a pair, as names and values in turn. */
export function toFields({
  tokens,
  storedAt,
  sealedAccessToken,
  account,
  credentialId,
}: FieldsToWrite): (string | number)[] {
  const { accessToken, refreshToken, expiresAt, refreshExpiresAt, scopes } = tokens;
  const fields: Record<string, string | number> = {
    at: sealedAccessToken,
    fp: accessToken.fingerprint,
    exp: expiresAt?.getTime() ?? "",
    sc: scopes.join(" "),
    on: storedAt.getTime(),
    // A refresh that brings no new refresh token leaves the old one in force; a login always says how it is.
    ...((refreshToken !== null || account !== undefined) && {
      rn: refreshToken === null ? "0" : "1",
      rexp: refreshExpiresAt?.getTime() ?? "",
    }),
    ...(account !== undefined && {
      acc: JSON.stringify({ login: account.login, name: account.name, avatarUrl: account.avatarUrl }),
    }),
    ...(credentialId !== undefined && { id: credentialId }),
  };
  return Object.entries(fields).flat();
}

/** Undoes `toFields`; a record that is not whole counts as none, since nothing in it can be relied on. */
export function toRecord(
  userId: UserId,
  fields: Readonly<Record<string, string>>,
  unseal: (sealed: string) => AccessToken | null,
): TokenRecord | undefined {
  const parsed = v.safeParse(FieldsSchema, fields);
  if (!parsed.success) return undefined;
  const { output } = parsed;
  return {
    version: output.v,
    accessToken: unseal(output.at),
    isRenewable: output.rn,
    expiresAt: output.exp,
    refreshExpiresAt: output.rexp,
    scopes: output.sc.split(" ").filter((scope) => scope !== ""),
    account: { gitHubUserId: userId, ...output.acc },
    credentialId: output.id,
    storedAt: output.on,
    verifiedAt: output.ok,
    isDead: output.dead,
    isForced: output.forced,
  };
}
