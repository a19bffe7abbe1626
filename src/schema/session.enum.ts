import { enumType } from "./enum-type.js";

export const SessionStatus = enumType("SessionStatus", "States of a session.", {
  ANONYMOUS: "No one is signed in (SaaS).",
  GITHUB_NOT_CONNECTED: "There is a user but no GitHub credential: the first run of OSS.",
  AUTHENTICATED: "Everything works.",
  REAUTHENTICATION_REQUIRED: "The session holds, but GitHub wants to see the user again.",
});
export type SessionStatus = keyof typeof SessionStatus;

export const LoginProvider = enumType("LoginProvider", "Login providers.", {
  GITHUB: "GitHub App, web flow.",
  GITHUB_DEVICE: "GitHub App, device flow.",
  OIDC: "Keycloak or another OpenID Connect broker.",
  TOKEN: "A personal access token in the settings.",
});
export type LoginProvider = keyof typeof LoginProvider;
