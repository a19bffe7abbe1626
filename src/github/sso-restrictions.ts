import type { AccessRestriction } from "./access-restriction.js";
import type { TokenOrganizationsQuery } from "./generated/operations.js";
import type { GitHubHost } from "./github-host.js";

/**
 * Numeric ids of the organizations that a list left out for want of single sign-on.
 *
 * @param header `x-github-sso` of a REST list: `partial-results; organizations=21955855,20582480`.
 * @see https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#authenticating-with-saml-sso
 */
export function ssoOrganizationsOf(header: string | undefined): readonly number[] {
  const ids = /^partial-results; *organizations=([\d, ]+)/.exec(header ?? "")?.[1]?.split(",") ?? [];
  return ids.map(Number);
}

/** Says for each organization that it demands single sign-on; GitHub names them by number only. */
export function ssoRestrictionsOf(
  ids: readonly number[],
  organizations: TokenOrganizationsQuery["viewer"] | null,
  host: GitHubHost,
): readonly AccessRestriction[] {
  return ids.map((id) => {
    const known = organizations?.organizations.nodes?.find((each) => each?.databaseId === id);
    const owner = known?.login ?? null;
    return {
      reason: "SSO_REQUIRED",
      owner,
      message: `${owner ?? "An organization"} demands single sign-on. Authorize the token for it, and its repositories appear.`,
      nextStep: "AUTHORIZE_SSO",
      actionUrl: owner === null ? `${host.webUrl}/settings/tokens` : `${host.webUrl}/orgs/${owner}/sso`,
      actionExpiresAt: null,
    };
  });
}
