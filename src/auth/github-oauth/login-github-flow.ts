import type { LoggedOut, LoginExchange, LoginFlow, Logout } from "../login-flow.js";
import { LoginDeviceFlow, type LoginDeviceFlowOptions } from "./login-device-flow.js";
import { notRevoked } from "./login-problems.js";
import type { LoginTokens } from "./login-sign-in.js";
import { LoginWebFlow, type LoginWebFlowOptions } from "./login-web-flow.js";
import { WorkUnderWay } from "./work-under-way.js";

export type GitHubLoginFlowOptions = LoginWebFlowOptions &
  LoginDeviceFlowOptions & {
    readonly tokens: Pick<LoginTokens, "forget">;
    /** Where users withdraw the access of Apps at GitHub. */
    readonly authorizationsUrl: URL;
  };

/** A login flow that can be waited for. */
export interface GitHubLoginFlow extends LoginFlow {
  /** Waits for what is under way: GitHub may have given tokens by then that are stored nowhere. */
  drain(): Promise<void>;
}

/** Signing in with GitHub, by browser or by device, and out again. */
export function gitHubLoginFlow(options: GitHubLoginFlowOptions): GitHubLoginFlow {
  const web = new LoginWebFlow(options);
  const device = new LoginDeviceFlow(options);
  const underWay = new WorkUnderWay();
  return {
    start: (exchange, start) => web.start(exchange, start),
    complete: (exchange, callback) => underWay.add(web.complete(exchange, callback)),
    startDevice: (exchange) => device.startDevice(exchange),
    pollDevice: (exchange, deviceLoginId) => underWay.add(device.pollDevice(exchange, deviceLoginId)),
    logout: (exchange, logout) => underWay.add(signOut(options, exchange, logout)),
    drain: () => underWay.drain(),
  };
}

async function signOut(
  { sessions, signIn, tokens, authorizationsUrl }: GitHubLoginFlowOptions,
  { request, response, identity }: LoginExchange,
  { everywhere, revokeAtGitHub }: Logout,
): Promise<LoggedOut> {
  const endedSessions = await sessions.end(request, response, { everywhere });
  const signedOut = { identity: { kind: "anonymous" }, endedSessions } as const;
  if (identity.kind !== "user") return { ...signedOut, problems: [] };
  if (!revokeAtGitHub) {
    await signIn.leave(identity.userId);
    return { ...signedOut, problems: [] };
  }
  const isRevoked = await tokens.forget(identity.userId, { atGitHub: "grant" });
  return { ...signedOut, problems: isRevoked ? [] : [notRevoked(authorizationsUrl)] };
}
