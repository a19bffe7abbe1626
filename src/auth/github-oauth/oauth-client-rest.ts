import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import type { Secret } from "../../secret/secret.js";
import type { AccessToken } from "../access-token.js";
import type { Account } from "../session-state.js";
import { notUnderstood, toOAuthFailure } from "./oauth-client-failure.js";
import type { OAuthHttp } from "./oauth-client-http.js";

const AccountSchema = v.object({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  login: v.pipe(v.string(), v.nonEmpty()),
  name: v.nullish(v.string(), null),
  avatar_url: v.nullish(v.string(), null),
});

// A token that was just issued can be unknown to another machine of GitHub's for a moment.
const LAG_PAUSES_MS = [60, 120, 240];

export interface RestOptions {
  readonly http: OAuthHttp;
  /** Without a slash at the end. */
  readonly restUrl: string;
  readonly accessToken: AccessToken;
}

/** Whose token it is. */
export async function readAccount({ http, restUrl, accessToken }: RestOptions): Promise<Account> {
  for (let attempt = 0; ; attempt += 1) {
    const { status, json } = await http.send({
      method: "GET",
      url: `${restUrl}/user`,
      headers: { accept: "application/json", authorization: `bearer ${accessToken.reveal()}` },
    });
    const pause = LAG_PAUSES_MS[attempt];
    if (status === 401 && pause !== undefined) {
      await sleep(pause);
      continue;
    }
    if (status === 401) throw toOAuthFailure("invalid_grant", undefined);
    const account = v.safeParse(AccountSchema, json);
    if (status !== 200 || !account.success) throw notUnderstood();
    const { id, login, name, avatar_url: avatarUrl } = account.output;
    return { gitHubUserId: String(id), login, name, avatarUrl };
  }
}

/**
 * Ends a token, or the whole authorization that it is of. One that is dead already is no failure.
 *
 * Not RFC 7009: https://docs.github.com/en/rest/apps/oauth-applications
 */
export async function revoke(
  what: "token" | "grant",
  {
    http,
    restUrl,
    accessToken,
    clientId,
    clientSecret,
  }: RestOptions & { readonly clientId: string; readonly clientSecret: Secret },
): Promise<void> {
  const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString("base64");
  const { status } = await http.send({
    method: "DELETE",
    url: `${restUrl}/applications/${encodeURIComponent(clientId)}/${what}`,
    headers: { accept: "application/json", authorization: `Basic ${basic}`, "content-type": "application/json" },
    body: JSON.stringify({ access_token: accessToken.reveal() }),
  });
  if (status === 401) throw toOAuthFailure("incorrect_client_credentials", undefined);
  if (status !== 204 && status !== 404 && status !== 422) throw notUnderstood();
}
