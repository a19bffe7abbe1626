import { GatewayError } from "../../errors/gateway-error.js";
import type { GitHubHost } from "../github-host.js";

/** What a link names. */
export type Link =
  | { readonly kind: "account"; readonly login: string }
  | { readonly kind: "repository"; readonly owner: string; readonly name: string }
  | { readonly kind: "work-item"; readonly owner: string; readonly name: string; readonly number: number }
  | {
      readonly kind: "branch";
      readonly owner: string;
      readonly name: string;
      /** Every name that the branch could have: only GitHub knows where it ends and a path in it begins. */
      readonly branches: readonly string[];
    };

const MOST_BRANCH_PARTS = 20;
const MAX_NUMBER = 2 ** 31 - 1;

// `git@github.com:o/r.git`, as `git remote -v` prints it.
const SCP = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/|\d+\/)(.+)$/;
// A login has no dot: `github.com/octocat` is an address.
const FULL_NAME = /^[\w-]+\/[\w.-]+$/;
const SCHEMES = new Set(["http:", "https:", "ssh:", "git:", "git+ssh:", "git+https:"]);

/** Pages of a repository that show a branch, possibly with a path in it. */
const BRANCH_PAGES = new Set(["tree", "blob", "blame", "commits", "edit", "raw"]);
const ITEM_PAGES = new Set(["issues", "pull", "pulls"]);

/**
 * Reads a link to something at this GitHub: from a browser, from `git remote -v`, or `owner/name`.
 *
 * @throws GatewayError `BAD_USER_INPUT` for anything else, above all for another host.
 */
export function readLink(text: string, host: GitHubHost): Link {
  const { hostname, path } = addressIn(text, host);
  if (!isHere(hostname, host)) {
    throw new GatewayError(
      "BAD_USER_INPUT",
      `The link leads to ${hostname}, and this gateway serves ${host.host}. Paste a link to ${host.host}.`,
    );
  }
  const [owner, second, page, ...rest] = path.split("/").filter(Boolean).map(decoded);
  if (owner === undefined) throw noLink(host);
  if (second === undefined) return { kind: "account", login: owner };
  // Pages of organizations, which no user can be named like.
  if (owner === "orgs") return { kind: "account", login: second };
  const name = second.replace(/\.git$/, "");
  if (page !== undefined && ITEM_PAGES.has(page) && isNumber(rest[0])) {
    return { kind: "work-item", owner, name, number: Number(rest[0]) };
  }
  if (page !== undefined && BRANCH_PAGES.has(page) && rest.length > 0) {
    return { kind: "branch", owner, name, branches: branchesIn(rest) };
  }
  return { kind: "repository", owner, name };
}

function addressIn(text: string, host: GitHubHost): { readonly hostname: string; readonly path: string } {
  // A whole line of `git remote -v` has the name of the remote before the link and its use behind it.
  const word =
    text
      .trim()
      .split(/\s+/)
      .find((each) => /[/:]/.test(each)) ?? "";
  if (FULL_NAME.test(word)) return { hostname: hostnameOf(host), path: word };
  const [, hostname, path] = SCP.exec(word) ?? [];
  if (hostname !== undefined && path !== undefined) return { hostname: hostname.toLowerCase(), path };
  const address = word.includes("://") ? word : `https://${word}`;
  if (!URL.canParse(address)) throw noLink(host);
  const url = new URL(address);
  if (!SCHEMES.has(url.protocol) || url.hostname === "") throw noLink(host);
  return { hostname: url.hostname, path: url.pathname };
}

/** Whether a name is one of this GitHub's. The port does not matter: that of ssh is never the one of the pages. */
export function isHere(hostname: string, host: GitHubHost): boolean {
  const own = hostnameOf(host);
  return hostname === own || hostname === `www.${own}` || hostname === `ssh.${own}`;
}

function hostnameOf({ webUrl }: GitHubHost): string {
  return new URL(webUrl).hostname;
}

function branchesIn(parts: readonly string[]): readonly string[] {
  return parts.slice(0, MOST_BRANCH_PARTS).map((_part, index) => parts.slice(0, index + 1).join("/"));
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) <= MAX_NUMBER;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function noLink(host: GitHubHost): GatewayError {
  return new GatewayError(
    "BAD_USER_INPUT",
    `\`url\` is no link to anything at ${host.host}. Paste one such as ${host.webUrl}/owner/name.`,
  );
}
