import type { TokenRequest } from "../control/journal.js";
import type { GitHub } from "../github.js";
import type { Answer, FakeRequest, Route } from "../http/messages.js";
import type { IssuedTokens } from "./authorizations.js";
import { readClient, type Client } from "./client.js";
import { parametersOf } from "./parameters.js";
import { isRefusal, type RefusalCode } from "./refusals.js";
import { grant, refuse } from "./token-answers.js";

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

function grantTypeOf(parameters: URLSearchParams): TokenRequest["grantType"] {
  switch (parameters.get("grant_type") ?? "authorization_code") {
    case "authorization_code":
      return "authorization_code";
    case "refresh_token":
      return "refresh_token";
    case DEVICE_GRANT:
      return "device_code";
    default:
      return "unknown";
  }
}

/** What the journal keeps of a token request; `null` for every other request. */
export function tokenRequestOf({ world, oauth }: GitHub, request: FakeRequest): TokenRequest | null {
  if (request.path !== "/login/oauth/access_token") return null;
  const parameters = parametersOf(request);
  const device = oauth.devices.get(parameters.get("device_code") ?? "")?.decision;
  const user =
    oauth.codes.get(parameters.get("code") ?? "")?.user ??
    oauth.authorizations.refreshToken(parameters.get("refresh_token") ?? "")?.user ??
    (device && device !== "denied" ? device.user : null);
  return {
    grantType: grantTypeOf(parameters),
    app: readClient(world, request)?.app.slug ?? null,
    user: user?.login ?? null,
    outcome: null,
  };
}

/** `/login/oauth/access_token`; GET as well, as clients of old send it. */
export function tokenEndpoint(github: GitHub): readonly Route[] {
  const answer = (request: FakeRequest): Answer => {
    const client = readClient(github.world, request);
    const parameters = parametersOf(request);
    const outcome = client ? redeem(github, client, parameters) : "incorrect_client_credentials";
    if (!isRefusal(outcome)) return grant(request, outcome);
    const device = github.oauth.devices.get(parameters.get("device_code") ?? "");
    return refuse(request, outcome, outcome === "slow_down" && device ? { interval: device.interval } : {});
  };
  return ["GET", "POST"].map((method) => ({ method, pattern: /^\/login\/oauth\/access_token$/, answer }));
}

function redeem({ oauth }: GitHub, client: Client, parameters: URLSearchParams): IssuedTokens | RefusalCode {
  if (client.hasWrongSecret) return "incorrect_client_credentials";
  switch (grantTypeOf(parameters)) {
    case "authorization_code": {
      if (!client.hasSecret) return "incorrect_client_credentials";
      const code = oauth.codes.redeem(client.app, parameters);
      return isRefusal(code) ? code : oauth.authorizations.issue(code);
    }
    case "refresh_token":
      return oauth.authorizations.refresh(parameters.get("refresh_token") ?? "", client);
    case "device_code": {
      if (!client.app.hasDeviceFlow) return "device_flow_disabled";
      const device = oauth.devices.poll(client.app, parameters.get("device_code") ?? "");
      if (isRefusal(device)) return device;
      const { app, scopes, decision } = device;
      if (decision === null || decision === "denied") return "access_denied";
      return oauth.authorizations.issue({ app, scopes, ...decision, flow: "device" });
    }
    default:
      return "unsupported_grant_type";
  }
}
