import type { SessionStateFragment } from "../generated/operations.js";

/** What the banner above every page offers because the credential no longer works; `undefined` while it does. */
export function bannerOf(session: SessionStateFragment | undefined): "RECONNECT_GITHUB" | "REPLACE_TOKEN" | undefined {
  if (session === undefined || session.credential?.status === "EXPIRING") return undefined;
  const { nextStep } = session;
  return nextStep === "RECONNECT_GITHUB" || nextStep === "REPLACE_TOKEN" ? nextStep : undefined;
}
