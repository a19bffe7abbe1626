import { ERROR_CATALOGUE, type ErrorCode } from "../../errors/error-catalogue.js";
import type { NextStep } from "../../errors/next-step.js";
import type { LoginProblem, LoginStart } from "../login-flow.js";
import type { OAuthFailure } from "./oauth-client-failure.js";

interface ProblemOptions {
  readonly path?: readonly string[];
  readonly nextStep?: NextStep;
  readonly providerCode?: string | null;
  readonly helpUrl?: string;
}

export function loginProblem(code: ErrorCode, message: string, options: ProblemOptions = {}): LoginProblem {
  return {
    code,
    message,
    path: options.path ?? [],
    nextStep: options.nextStep ?? ERROR_CATALOGUE[code].nextStep,
    providerCode: options.providerCode ?? null,
    ...(options.helpUrl !== undefined && { helpUrl: options.helpUrl }),
  };
}

/** One sentence for every reason: which of them it was is of use to nobody but who tries things out. */
export function unknownAttempt(): LoginProblem {
  return loginProblem(
    "OAUTH_STATE_INVALID",
    "This login is not known here: it is older than ten minutes, was finished before, or began in another browser. " +
      "Sign in again.",
  );
}

/** What GitHub's callback said instead of giving a code. */
export function refusedByProvider(error: string): LoginProblem {
  // The text comes with the address, from whoever made the link.
  const providerCode = /^[a-z_]{1,40}$/.test(error) ? error : null;
  if (error === "access_denied") {
    return loginProblem("OAUTH_ACCESS_DENIED", "You have not allowed the access. Sign in again if you want to.", {
      providerCode,
    });
  }
  return misconfigured(providerCode);
}

/** What the token endpoint, or GitHub's word on whose token it is, came to. */
export function problemOf({ kind, providerCode }: OAuthFailure): LoginProblem {
  if (kind === "misconfigured") return misconfigured(providerCode);
  if (kind !== "refused") {
    return loginProblem("GITHUB_UNAVAILABLE", "GitHub could not finish the login just now. Sign in again.", {
      nextStep: "LOG_IN",
      providerCode,
    });
  }
  if (providerCode === "access_denied") return refusedByProvider(providerCode);
  if (providerCode === "unverified_user_email") {
    return loginProblem(
      "OAUTH_ACCESS_DENIED",
      "Your address at GitHub is not verified. Verify it in GitHub's settings, then sign in again.",
      { providerCode },
    );
  }
  return loginProblem("OAUTH_CODE_INVALID", "GitHub's code has expired or was used before. Sign in again.", {
    providerCode,
  });
}

function misconfigured(providerCode: string | null): LoginProblem {
  return loginProblem(
    "OAUTH_MISCONFIGURED",
    "GitHub does not accept this gateway's settings for the App. Ask its operator to look into the log.",
    { providerCode },
  );
}

/** What is wrong with the way to sign in that a client asks the web flow for. */
export function providerProblem(provider: LoginStart["provider"]): LoginProblem | undefined {
  if (provider === null || provider === "GITHUB") return undefined;
  if (provider === "GITHUB_DEVICE") {
    return loginProblem("BAD_USER_INPUT", "Begin a device login with startDeviceLogin.", { path: ["provider"] });
  }
  return loginProblem("FEATURE_NOT_AVAILABLE", "One cannot sign in like this here. Sign in with GitHub.", {
    path: ["provider"],
    nextStep: "LOG_IN",
  });
}

export function badReturnPath(): LoginProblem {
  return loginProblem(
    "RETURN_URL_NOT_ALLOWED",
    "The page to return to must be a path of this gateway's own address. Write one such as /repos?tab=mine.",
    { path: ["returnTo"] },
  );
}

export function noCode(): LoginProblem {
  return loginProblem("OAUTH_CODE_INVALID", "GitHub sent no code along. Sign in again.");
}

export function notFinished(): LoginProblem {
  return loginProblem("GITHUB_UNAVAILABLE", "The login could not be finished. Sign in again.", { nextStep: "LOG_IN" });
}

/** The user is signed out, and the App may still have access. */
export function notRevoked(authorizationsUrl: URL): LoginProblem {
  const { href } = authorizationsUrl;
  const message = `You are signed out, but GitHub could not be told to withdraw the App's access. Do it there: ${href}`;
  return loginProblem("GITHUB_UNAVAILABLE", message, { nextStep: "NONE", helpUrl: href });
}

export function stillUnderWay(): LoginProblem {
  return loginProblem("GITHUB_UNAVAILABLE", "GitHub has not answered yet. Try again in a moment.");
}
