import * as v from "valibot";
import type { AccessToken } from "../access-token.js";
import type { UserId } from "../identity.js";
import type { LoginToStore, RefreshToStore, TokenRecord } from "./token-record.js";

/**
 * The fields of a record in Redis: `v` version, `at` sealed access token, `on` stored, `ok` last accepted, `exp` when it
 * expires, `rn` whether there is a refresh token, `rexp` when that expires, `sc` scopes, `id` of the credential, `login`,
 * `name` and `avatar` of the account, `dead`, `forced`, and of the scripts alone `try`, owner of an unfinished refresh.
 *
 * A record is the JSON array of their values in this order. With their names in each record it would take the next size
 * of Redis' allocator; as a hash with values of this length, twice as much.
 */
export const TOKEN_FIELDS = [
  "v",
  "at",
  "on",
  "ok",
  "exp",
  "rn",
  "rexp",
  "sc",
  "id",
  "login",
  "name",
  "avatar",
  "dead",
  "forced",
  "try",
] as const;

const time = v.pipe(
  v.number(),
  v.transform((ms) => new Date(ms)),
);
const flag = v.pipe(
  v.picklist([0, 1]),
  v.transform((value) => value === 1),
);
const text = v.nullable(v.string());

const FieldsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.unknown()),
  v.transform((values) => Object.fromEntries(TOKEN_FIELDS.map((name, place) => [name, values[place]]))),
  v.object({
    v: v.string(),
    at: v.string(),
    on: time,
    ok: time,
    exp: v.nullable(time),
    rn: flag,
    rexp: v.nullable(time),
    sc: v.string(),
    id: v.string(),
    login: v.string(),
    name: text,
    avatar: text,
    dead: flag,
    forced: flag,
  }),
);

export type StoredFields = v.InferOutput<typeof FieldsSchema>;
type TokenFields = Readonly<Record<(typeof TOKEN_FIELDS)[number], string | number | null>>;

/** The record of a login. */
export function toLoginText(login: LoginToStore, sealedAccessToken: string): string {
  const { account, credentialId, storedAt } = login;
  const fields: TokenFields = {
    ...toPairFields(login, sealedAccessToken),
    ...toRenewalFields(login),
    ok: storedAt.getTime(),
    id: credentialId,
    login: account.login,
    // Half a surrogate pair would be no JSON for Redis, and the record could not be changed any more.
    name: account.name?.toWellFormed() ?? null,
    avatar: account.avatarUrl === usualAvatarUrl(account.gitHubUserId) ? "" : account.avatarUrl,
    forced: 0,
  };
  return JSON.stringify(TOKEN_FIELDS.map((name) => fields[name]));
}

/** What a refresh changes, as an object. One that brings no new refresh token leaves the old one in force. */
export function toRefreshText(refresh: RefreshToStore, sealedAccessToken: string): string {
  const fields: Partial<TokenFields> = {
    ...toPairFields(refresh, sealedAccessToken),
    ...(refresh.tokens.refreshToken !== null && toRenewalFields(refresh)),
    forced: refresh.isForced ? 1 : 0,
  };
  return JSON.stringify(fields);
}

/** The fields of a record; one that is not whole counts as none, since nothing in it can be relied on. */
export function readFields(stored: unknown): StoredFields | undefined {
  const parsed = v.safeParse(FieldsSchema, stored);
  return parsed.success ? parsed.output : undefined;
}

/** @param accessToken What `at` opened to. */
export function toRecord(userId: UserId, fields: StoredFields, accessToken: AccessToken | null): TokenRecord {
  const { sc, login, name, avatar } = fields;
  return {
    version: fields.v,
    accessToken,
    isRenewable: fields.rn,
    expiresAt: fields.exp,
    refreshExpiresAt: fields.rexp,
    scopes: sc.split(" ").filter((scope) => scope !== ""),
    account: { gitHubUserId: userId, login, name, avatarUrl: avatar === "" ? usualAvatarUrl(userId) : avatar },
    credentialId: fields.id,
    storedAt: fields.on,
    verifiedAt: fields.ok,
    isDead: fields.dead,
    isForced: fields.forced,
  };
}

function toPairFields({ tokens, storedAt }: LoginToStore | RefreshToStore, sealedAccessToken: string) {
  return {
    // No two pairs have the same access token.
    v: tokens.accessToken.fingerprint,
    at: sealedAccessToken,
    on: storedAt.getTime(),
    exp: tokens.expiresAt?.getTime() ?? null,
    sc: tokens.scopes.join(" "),
    dead: 0,
    try: "",
  } satisfies Partial<TokenFields>;
}

function toRenewalFields({ tokens }: LoginToStore | RefreshToStore) {
  return {
    rn: tokens.refreshToken === null ? 0 : 1,
    rexp: tokens.refreshExpiresAt?.getTime() ?? null,
  } satisfies Partial<TokenFields>;
}

/** github.com's, for most users. */
function usualAvatarUrl(userId: string): string {
  return `https://avatars.githubusercontent.com/u/${userId}?v=4`;
}
