import type { NextStep as Step } from "../errors/next-step.js";
import { enumType } from "./enum-type.js";

export const NextStep = enumType<Step>(
  "NextStep",
  "The one thing that an interface should offer next. " +
    "The same values appear in `session`, in restrictions and in errors.",
  {
    NONE: "Nothing to do.",
    LOG_IN: "Sign in.",
    ADD_TOKEN: "Add a GitHub token in the settings.",
    REPLACE_TOKEN: "Replace the token: it is invalid, expired or lacks something.",
    RECONNECT_GITHUB: "Go through GitHub once more; the session stays.",
    AUTHORIZE_SSO: "Authorize the credential for an organization's single sign-on.",
    INSTALL_APP: "Install the GitHub App.",
    SELECT_REPOSITORIES: "Choose further repositories in the installation.",
    APPROVE_PERMISSIONS: "Approve the App's new permissions.",
    RETRY: "Try again, unchanged.",
    WAIT: "Wait, then try again; see `retryAfterSeconds` or `resetAt`.",
    FIX_INPUT: "Correct the input.",
    RELOAD: "Reload: someone else changed the same thing.",
    CONTACT_ADMIN: "Only an operator or an organization owner can help.",
  },
);
export type NextStep = keyof typeof NextStep;
