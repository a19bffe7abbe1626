import type { Answer, FakeRequest } from "../http/messages.js";
import type { IssuedTokens } from "./authorizations.js";
import { refusalBody, type RefusalCode } from "./refusals.js";

type Body = Readonly<Record<string, string | number>>;

/** An answer as a form unless JSON is asked for; with status 200 also when it is a refusal. */
export function formOrJson({ headers }: FakeRequest, body: Body): Answer {
  const isJson = headers.accept?.includes("json") ?? false;
  const entries = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    status: 200,
    headers: {
      "content-type": isJson ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded; charset=utf-8",
      "cache-control": "max-age=0, private, must-revalidate",
      vary: "X-PJAX, X-PJAX-Container, Turbo-Visit, Turbo-Frame, Accept-Encoding, Accept, X-Requested-With",
    },
    body: isJson ? JSON.stringify(body) : new URLSearchParams(entries).toString(),
  };
}

export function refuse(request: FakeRequest, code: RefusalCode, more: Body = {}): Answer {
  return { ...formOrJson(request, { ...refusalBody(code), ...more }), outcome: code };
}

export function grant(request: FakeRequest, { access, refresh }: IssuedTokens): Answer {
  const expiry: Body = refresh
    ? {
        expires_in: refresh.app.accessTokenLife,
        refresh_token: refresh.text,
        refresh_token_expires_in: refresh.app.refreshTokenLife,
      }
    : {};
  const body = { access_token: access.text, ...expiry, token_type: "bearer", scope: access.scopes.join(",") };
  return { ...formOrJson(request, body), outcome: "granted" };
}
