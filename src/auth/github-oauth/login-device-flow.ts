import type { LoginExchange, LoginProblem, PolledDeviceLogin, StartedDeviceLogin } from "../login-flow.js";
import type { GrantedTokens } from "./granted-tokens.js";
import type { DeviceLogins } from "./login-devices.js";
import { loginProblem, problemOf } from "./login-problems.js";
import type { LoginOutcome, SignIn } from "./login-sign-in.js";
import { OAuthFailure, type OAuthClient } from "./oauth-client.js";
import { addressOf, type RateLimit } from "./rate-limit.js";
import type { Sessions } from "./session-of-request.js";

export interface LoginDeviceFlowOptions {
  readonly oauth: Pick<OAuthClient, "startDevice" | "pollDevice">;
  readonly devices: DeviceLogins;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly limits: { readonly starts: RateLimit };
}

// RFC 8628, section 3.5
const SLOWER_BY_SECONDS = 5;
const LATER = "GitHub did not answer just now. Ask again after intervalSeconds.";

const NOTHING_STARTED = {
  deviceLoginId: null,
  userCode: null,
  verificationUrl: null,
  intervalSeconds: null,
  expiresAt: null,
};

/** Signing in without a browser on this machine. RFC 8628 */
export class LoginDeviceFlow {
  readonly #options: LoginDeviceFlowOptions;

  constructor(options: LoginDeviceFlowOptions) {
    this.#options = options;
  }

  async startDevice({ request }: LoginExchange): Promise<StartedDeviceLogin> {
    const { oauth, devices, limits } = this.#options;
    await limits.starts.consume(addressOf(request));
    const deviceLoginId = await devices.reserve();
    try {
      const { deviceCode, userCode, verificationUrl, intervalSeconds, expiresAt } = await oauth.startDevice();
      await devices.begin(deviceLoginId, { deviceCode, intervalSeconds, expiresAt });
      const shown = { userCode, verificationUrl, intervalSeconds, expiresAt: expiresAt.toISOString() };
      return { deviceLoginId, ...shown, problems: [] };
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      return { ...NOTHING_STARTED, problems: [problemOf(error)] };
    }
  }

  async pollDevice(exchange: LoginExchange, deviceLoginId: string): Promise<PolledDeviceLogin> {
    const { oauth, devices, signIn } = this.#options;
    const claimed = await devices.claim(deviceLoginId);
    switch (claimed.kind) {
      case "unknown":
        return waiting(exchange, expired(), null);
      case "too-soon":
        return waiting(exchange, tooSoon(), claimed.intervalSeconds);
      case "finished":
        return this.#repeat(exchange, claimed.outcome as LoginOutcome);
      case "poll":
        break;
      default:
        return claimed satisfies never;
    }
    let granted: GrantedTokens;
    try {
      granted = await oauth.pollDevice(claimed.deviceCode);
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      return this.#notYet(exchange, deviceLoginId, error, claimed.intervalSeconds);
    }
    const outcome = await signIn.run(exchange, () => Promise.resolve(granted));
    await devices.finish(deviceLoginId, outcome).catch(() => undefined);
    return answerOf(exchange, outcome);
  }

  async #notYet(
    exchange: LoginExchange,
    id: string,
    failure: OAuthFailure,
    before: number,
  ): Promise<PolledDeviceLogin> {
    const { devices } = this.#options;
    switch (failure.kind) {
      case "pending":
        return waiting(exchange, pending(), before);
      case "slow_down": {
        const intervalSeconds = failure.intervalSeconds ?? before + SLOWER_BY_SECONDS;
        await devices.slowDown(id, intervalSeconds);
        return waiting(exchange, tooSoon(), intervalSeconds);
      }
      case "transient":
        return waiting(exchange, { ...problemOf(failure), nextStep: "WAIT", message: LATER }, before);
      case "refused":
      case "misconfigured": {
        const problem = isExpired(failure) ? expired() : problemOf(failure);
        await devices.finish(id, { kind: "problem", problem } satisfies LoginOutcome);
        return waiting(exchange, problem, null);
      }
      default:
        return failure.kind satisfies never;
    }
  }

  /** The same again, for a client whose answer got lost. */
  async #repeat(exchange: LoginExchange, outcome: LoginOutcome): Promise<PolledDeviceLogin> {
    if (outcome.kind !== "signed-in") return answerOf(exchange, outcome);
    const { request, response } = exchange;
    const userId = await this.#options.sessions.adopt(request, response, outcome.sessionId);
    return userId === undefined ? waiting(exchange, expired(), null) : answerOf(exchange, outcome);
  }
}

function answerOf(exchange: LoginExchange, outcome: LoginOutcome): PolledDeviceLogin {
  if (outcome.kind === "problem") return waiting(exchange, outcome.problem, null);
  return { identity: { kind: "user", userId: outcome.userId }, intervalSeconds: null, problems: [] };
}

function waiting({ identity }: LoginExchange, problem: LoginProblem, intervalSeconds: number | null) {
  return { identity, intervalSeconds, problems: [problem] };
}

function isExpired({ providerCode }: OAuthFailure): boolean {
  return providerCode === "expired_token" || providerCode === "incorrect_device_code";
}

function pending(): LoginProblem {
  return loginProblem("DEVICE_LOGIN_PENDING", "The code was not confirmed at GitHub yet. Enter it there, and wait.");
}

function tooSoon(): LoginProblem {
  return loginProblem("DEVICE_LOGIN_SLOW_DOWN", "That was asked too soon. Wait as long as intervalSeconds says.");
}

function expired(): LoginProblem {
  return loginProblem("DEVICE_LOGIN_EXPIRED", "The code has expired or is not known here. Begin the login again.");
}
