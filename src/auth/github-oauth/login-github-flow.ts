import type { LoggedOut, LoginExchange, LoginFlow, Logout } from "../login-flow.js";
import { LoginDeviceFlow, type LoginDeviceFlowOptions } from "./login-device-flow.js";
import type { LoginTokens } from "./login-sign-in.js";
import { LoginWebFlow, type LoginWebFlowOptions } from "./login-web-flow.js";

export type GitHubLoginFlowOptions = LoginWebFlowOptions &
  LoginDeviceFlowOptions & { readonly tokens: Pick<LoginTokens, "forget"> };

/** Signing in with GitHub, by browser or by device, and out again. */
export function gitHubLoginFlow(options: GitHubLoginFlowOptions): LoginFlow {
  const web = new LoginWebFlow(options);
  const device = new LoginDeviceFlow(options);
  return {
    start: (exchange, start) => web.start(exchange, start),
    complete: (exchange, callback) => web.complete(exchange, callback),
    startDevice: (exchange) => device.startDevice(exchange),
    pollDevice: (exchange, deviceLoginId) => device.pollDevice(exchange, deviceLoginId),
    logout: (exchange, logout) => signOut(options, exchange, logout),
  };
}

async function signOut(
  { sessions, signIn, tokens }: GitHubLoginFlowOptions,
  { request, response, identity }: LoginExchange,
  { everywhere, revokeAtGitHub }: Logout,
): Promise<LoggedOut> {
  const endedSessions = await sessions.end(request, response, { everywhere });
  if (identity.kind === "user") {
    if (revokeAtGitHub) await tokens.forget(identity.userId, { atGitHub: "grant" });
    else await signIn.leave(identity.userId);
  }
  return { identity: { kind: "anonymous" }, endedSessions, problems: [] };
}
