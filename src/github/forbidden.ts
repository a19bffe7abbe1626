import { GatewayError, type GatewayErrorOptions } from "../errors/gateway-error.js";
import type { RawAnswer } from "./answer.js";
import type { GitHubHost } from "./github-host.js";
import { readSsoHeader, ssoPage } from "./sso-header.js";
import { tokenGuideFor } from "./token-guide.js";

// Messages are the last resort: GitHub has changed them more than once.
const IP_ALLOW_LIST = /IP allow list/i;
const SAML = /SAML enforcement/i;
const OF_APP = /Resource not accessible by integration/i;
const OF_FINE_GRAINED = /Resource not accessible by personal access token/i;
const RIGHTS = /must have .* access|admin rights/i;
const OAUTH_APP_FORBIDDEN = /OAuth App access restrictions/i;
const TOKEN_KIND_FORBIDDEN = /forbids access via a (?:fine-grained )?personal access token|token's lifetime/i;
/** The organization that a message names: in backquotes or in quotes. */
const NAMED = /[`'"]([a-z\d][a-z\d-]{0,38})[`'"]/i;

/** A refusal as GitHub words it. */
export interface Refusal {
  readonly message: string;
  readonly headers: RawAnswer["headers"];
  readonly host: GitHubHost;
  readonly options: GatewayErrorOptions;
}

/** What GitHub forbids, with the page on which somebody can allow it. The sentence is ours. */
export function forbidden(refusal: Refusal): GatewayError {
  const { message, host, options } = refusal;
  if (SAML.test(message)) return ssoRequired(refusal);
  const owner = NAMED.exec(message)?.[1];
  const settings = owner === undefined ? undefined : `${host.webUrl}/organizations/${owner}/settings`;
  if (IP_ALLOW_LIST.test(message)) {
    return new GatewayError(
      "GITHUB_IP_NOT_ALLOWED",
      "An organization admits only certain addresses, and the gateway's is not one of them. Its owner can add it.",
      { ...options, ...ownedBy(owner, settings && `${settings}/security`) },
    );
  }
  if (OAUTH_APP_FORBIDDEN.test(message)) return kindForbidden(options, owner, `${settings}/oauth_application_policy`);
  if (TOKEN_KIND_FORBIDDEN.test(message)) return kindForbidden(options, owner, `${settings}/personal-access-tokens`);
  if (OF_APP.test(message) || OF_FINE_GRAINED.test(message) || RIGHTS.test(message)) return scopeMissing(refusal);
  return new GatewayError(
    "GITHUB_FORBIDDEN",
    "GitHub forbids it to this credential. An owner can change that.",
    options,
  );
}

/** An organization demands single sign-on; which one, the header tells. */
export function ssoRequired({ message, headers, host, options }: Refusal): GatewayError {
  const { required } = readSsoHeader(headers, host);
  return new GatewayError(
    "GITHUB_SSO_REQUIRED",
    "The organization demands single sign-on. Authorize this credential for it.",
    {
      ...options,
      helpUrl: required?.url ?? ssoPage(host, /personal access token/i.test(message)),
      ...(typeof required?.login === "string" && { owner: required.login }),
      ...(typeof required?.expiresAt === "string" && { helpUrlExpiresAt: required.expiresAt }),
    },
  );
}

/** The credential has not been given what this needs: a scope, or a permission of the token or of the App. */
export function scopeMissing({ message, host, options }: Omit<Refusal, "headers">): GatewayError {
  if (OF_APP.test(message)) {
    return new GatewayError(
      "GITHUB_SCOPE_MISSING",
      "The App has not been given a permission that this needs. An owner can approve it.",
      { ...options, nextStep: "APPROVE_PERMISSIONS", helpUrl: `${host.webUrl}/settings/installations` },
    );
  }
  return new GatewayError(
    "GITHUB_SCOPE_MISSING",
    "The token has not been given a scope or a permission that this needs. Replace it by one that has.",
    {
      ...options,
      helpUrl: OF_FINE_GRAINED.test(message)
        ? `${host.webUrl}/settings/personal-access-tokens`
        : tokenGuideFor(host).classicUrl,
    },
  );
}

function kindForbidden(options: GatewayErrorOptions, owner: string | undefined, page: string): GatewayError {
  return new GatewayError(
    "GITHUB_FORBIDDEN",
    "The organization does not admit this kind of token or application. Its owner can change that.",
    { ...options, ...ownedBy(owner, page) },
  );
}

function ownedBy(owner: string | undefined, helpUrl: string | undefined): GatewayErrorOptions {
  return owner === undefined || helpUrl === undefined ? {} : { owner, helpUrl };
}
