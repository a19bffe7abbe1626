import type { GitHubHost } from "./github-host.js";

/** An organization that withholds something for want of single sign-on. */
export interface SsoOrganization {
  /** `null` where GitHub names it by number only. */
  readonly login: string | null;
  /** Where the credential is authorized. */
  readonly url: string;
  /** RFC 3339; `null` for a link that does not end. */
  readonly expiresAt: string | null;
}

/** What `x-github-sso` of an answer says. */
export interface SsoHeader {
  /** Numeric ids of the organizations that a list left out: `partial-results; organizations=21955855,20582480`. */
  readonly organizations: readonly number[];
  /** The organization that refused: `required; url=https://github.com/orgs/acme/sso?authorization_request=…`. */
  readonly required: SsoOrganization | undefined;
}

// https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#authenticating-with-saml-sso
const LINK_LIFE_MS = 3_600_000;

/** Reads the header that tells what single sign-on keeps away. */
export function readSsoHeader(headers: Readonly<Record<string, string>>, { webUrl }: GitHubHost): SsoHeader {
  const header = headers["x-github-sso"] ?? "";
  const ids = /^partial-results; *organizations=([\d, ]+)/.exec(header)?.[1]?.split(",") ?? [];
  const [, url = "", login] = /^required; *url=(https?:\/\/[^\s;]+\/orgs\/([\w-]+)\/sso[^\s;]*)/.exec(header) ?? [];
  const madeAt = Date.parse(headers["date"] ?? "");
  return {
    organizations: ids.map(Number),
    required:
      login === undefined
        ? undefined
        : {
            login,
            // A link that a person is sent to leads to this GitHub and nowhere else.
            ...(url.startsWith(`${webUrl}/`) && !Number.isNaN(madeAt)
              ? { url, expiresAt: new Date(madeAt + LINK_LIFE_MS).toISOString() }
              : { url: `${webUrl}/orgs/${login}/sso`, expiresAt: null }),
          },
  };
}

/** Where single sign-on is dealt with when the organization is not known: among one's tokens, or one's organizations. */
export function ssoPage({ webUrl }: GitHubHost, isPersonalToken: boolean): string {
  return `${webUrl}/settings/${isPersonalToken ? "tokens" : "organizations"}`;
}
