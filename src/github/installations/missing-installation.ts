import { GatewayError } from "../../errors/gateway-error.js";
import type { Installation } from "./installation.js";

/**
 * Why nothing of an owner may be found: the App is not installed there, or suspended. Nothing where it is at work.
 *
 * @param cause What GitHub said of it, which is that there is no such thing.
 */
export function missingInstallation(
  owner: string,
  installations: readonly Installation[],
  { installUrl, cause }: { readonly installUrl: string; readonly cause: GatewayError },
): GatewayError | undefined {
  const installation = installations.find(({ account }) => account.login.toLowerCase() === owner.toLowerCase());
  const about = { owner, cause, ...(cause.upstream !== undefined && { upstream: cause.upstream }) };
  if (installation === undefined) {
    return new GatewayError(
      "GITHUB_APP_NOT_INSTALLED",
      `GitHub shows no such thing, and the App is not installed for ${owner}. Install it there, or check the name.`,
      { ...about, helpUrl: installUrl },
    );
  }
  if (!installation.isSuspended) return undefined;
  return new GatewayError(
    "GITHUB_APP_SUSPENDED",
    `GitHub shows no such thing, and the App is suspended for ${owner}. Its owner can resume it.`,
    { ...about, helpUrl: installation.configureUrl },
  );
}
