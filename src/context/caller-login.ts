import type {
  CompletedLogin,
  LoggedOut,
  LoginCallback,
  LoginFlow,
  LoginProblem,
  LoginStart,
  Logout,
  PolledDeviceLogin,
  StartedDeviceLogin,
  StartedLogin,
} from "../auth/login-flow.js";
import type { Identity } from "../auth/identity.js";
import type { IncomingMessage, ServerResponse } from "node:http";

export type { LoginProblem };

/** Signing in and out, for one caller. Where it changes who the caller is, the rest of the request is theirs. */
export interface CallerLogin {
  start(start: LoginStart): Promise<StartedLogin>;
  complete(callback: LoginCallback): Promise<Omit<CompletedLogin, "identity">>;
  startDevice(): Promise<StartedDeviceLogin>;
  pollDevice(deviceLoginId: string): Promise<Omit<PolledDeviceLogin, "identity">>;
  logout(options: Logout): Promise<Omit<LoggedOut, "identity">>;
}

export interface CallerLoginOptions {
  /** `null` where there is nobody to sign in. */
  readonly flow: LoginFlow | null;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly identity: () => Identity;
  /** Takes who the caller is from now on. */
  readonly becomes: (identity: Identity) => void;
}

/** Binds the login flow to one request. */
export function callerLogin({ flow, request, response, identity, becomes }: CallerLoginOptions): CallerLogin {
  if (flow === null) return NO_LOGIN;
  const exchange = () => ({ request, response, identity: identity() });
  async function keepIdentity<Outcome extends { readonly identity: Identity }>(
    outcome: Promise<Outcome>,
  ): Promise<Outcome> {
    const settled = await outcome;
    becomes(settled.identity);
    return settled;
  }
  return {
    start: (start) => flow.start(exchange(), start),
    complete: (callback) => keepIdentity(flow.complete(exchange(), callback)),
    startDevice: () => flow.startDevice(exchange()),
    pollDevice: (deviceLoginId) => keepIdentity(flow.pollDevice(exchange(), deviceLoginId)),
    logout: (options) => keepIdentity(flow.logout(exchange(), options)),
  };
}

const PROBLEMS: readonly LoginProblem[] = [
  {
    code: "FEATURE_NOT_AVAILABLE",
    message: "Nobody signs in to this edition. Add a GitHub token in the settings instead.",
    path: [],
    nextStep: "ADD_TOKEN",
    providerCode: null,
  },
];

const NO_LOGIN: CallerLogin = {
  start: () => Promise.resolve({ authorizationUrl: null, expiresAt: null, problems: PROBLEMS }),
  complete: () => Promise.resolve({ isNewUser: false, returnTo: null, continueUrl: null, problems: PROBLEMS }),
  startDevice: () =>
    Promise.resolve({
      deviceLoginId: null,
      userCode: null,
      verificationUrl: null,
      intervalSeconds: null,
      expiresAt: null,
      problems: PROBLEMS,
    }),
  pollDevice: () => Promise.resolve({ intervalSeconds: null, problems: PROBLEMS }),
  logout: () => Promise.resolve({ endedSessions: 0, problems: PROBLEMS }),
};
