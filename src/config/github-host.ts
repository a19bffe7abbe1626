import { isLoopback } from "./loopback.js";
import { parseUrl } from "./parse-url.js";
import { quoted, ValueProblem } from "./value-problem.js";

/** The one GitHub that this gateway serves. The addresses have no slash at the end. */
export interface GitHubHost {
  readonly kind: "DOTCOM" | "DATA_RESIDENCY" | "ENTERPRISE_SERVER";
  /** Host name, with the port if it is not the usual one. */
  readonly host: string;
  readonly webUrl: string;
  readonly graphqlUrl: string;
  readonly restUrl: string;
}

const DATA_RESIDENCY_HOST = /^[a-z0-9-]+\.ghe\.com$/;

/**
 * The addresses of a GitHub from the address of its web pages.
 * https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/network-details-for-ghecom
 */
export function toGitHubHost(text: string): GitHubHost {
  const url = parseUrl(text);
  if (url.hostname === "www.github.com") throw notTheWebAddress(text, "https://github.com");
  if (/^api\.(github|[a-z0-9-]+\.ghe)\.com$/.test(url.hostname)) {
    throw notTheWebAddress(text, `https://${url.hostname.slice("api.".length)}`);
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") throw notTheWebAddress(text, url.origin);
  if (url.protocol !== "https:" && !isLoopback(url.hostname)) {
    throw new ValueProblem(
      `${quoted(text)} is not encrypted, and tokens travel to it.`,
      `Use https://${url.host}; plain http is only for this machine.`,
    );
  }

  const host = url.host;
  const webUrl = url.origin;
  if (host === "github.com") {
    return { kind: "DOTCOM", host, webUrl, ...apiOf("https://api.github.com") };
  }
  if (DATA_RESIDENCY_HOST.test(host)) {
    return { kind: "DATA_RESIDENCY", host, webUrl, ...apiOf(`https://api.${host}`) };
  }
  return {
    kind: "ENTERPRISE_SERVER",
    host,
    webUrl,
    graphqlUrl: `${webUrl}/api/graphql`,
    restUrl: `${webUrl}/api/v3`,
  };
}

function apiOf(restUrl: string): Pick<GitHubHost, "graphqlUrl" | "restUrl"> {
  return { graphqlUrl: `${restUrl}/graphql`, restUrl };
}

function notTheWebAddress(text: string, better: string): ValueProblem {
  return new ValueProblem(
    `${quoted(text)} is not the bare address of GitHub's web pages.`,
    `Use ${better}; the addresses of its APIs follow from it.`,
  );
}
