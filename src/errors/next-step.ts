/** Values of the schema's `NextStep`: the one thing that an interface should offer next. */
export const NEXT_STEPS = [
  "NONE",
  "LOG_IN",
  "ADD_TOKEN",
  "REPLACE_TOKEN",
  "RECONNECT_GITHUB",
  "AUTHORIZE_SSO",
  "INSTALL_APP",
  "SELECT_REPOSITORIES",
  "APPROVE_PERMISSIONS",
  "RETRY",
  "WAIT",
  "FIX_INPUT",
  "RELOAD",
  "CONTACT_ADMIN",
] as const;

export type NextStep = (typeof NEXT_STEPS)[number];
