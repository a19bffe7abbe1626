import { GatewayError } from "../../errors/gateway-error.js";
import type { GitHubHost } from "../github-host.js";
import { addressIn, hostnameOf, type Address } from "./read-address.js";

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

/** Pages of a repository that show a branch, possibly with a path in it. */
const BRANCH_PAGES = new Set(["tree", "blob", "blame", "commits", "edit", "raw"]);
const ITEM_PAGES = new Set(["issues", "pull", "pulls"]);
/** What stands before names: on pages of organizations, which no user can be named like, and in addresses of the API. */
const ACCOUNT_PAGES = new Set(["orgs", "users"]);

/**
 * Reads a link to something at this GitHub: from a browser, from `git remote -v`, or `owner/name`.
 *
 * @throws GatewayError `BAD_USER_INPUT` for anything else, above all for another host.
 */
export function readLink(text: string, host: GitHubHost): Link {
  const link = findLink(text, host);
  if (link === undefined) throw noLink(host);
  return link;
}

/**
 * The link in what somebody has typed or pasted; nothing where that is no link.
 *
 * @throws GatewayError `BAD_USER_INPUT` for a link that leads nowhere at this GitHub.
 */
export function findLink(text: string, host: GitHubHost): Link | undefined {
  const address = addressIn(text, host);
  if (address === undefined) return undefined;
  if (address.hostname === "") throw noLink(host);
  if (!isHere(address.hostname, host)) {
    throw new GatewayError(
      "BAD_USER_INPUT",
      `The link leads to ${address.hostname}, and this gateway serves ${host.host}. Paste a link to ${host.host}.`,
    );
  }
  const [owner, second, page, ...rest] = namesIn(address, host);
  if (owner === undefined) throw noLink(host);
  if (second === undefined) return { kind: "account", login: owner };
  if (ACCOUNT_PAGES.has(owner)) return { kind: "account", login: second };
  const name = second.replace(/\.git$/, "");
  if (page !== undefined && ITEM_PAGES.has(page) && isNumber(rest[0])) {
    return { kind: "work-item", owner, name, number: Number(rest[0]) };
  }
  if (page !== undefined && BRANCH_PAGES.has(page) && rest.length > 0) {
    return { kind: "branch", owner, name, branches: branchesIn(rest) };
  }
  return { kind: "repository", owner, name };
}

/** The parts of the path that name something; those of the API have a word of their own before them. */
function namesIn({ hostname, path }: Address, host: GitHubHost): readonly string[] {
  const parts = path.split("/").filter(Boolean).map(decoded);
  const api = parts[0] === "api" && parts[1] === "v3" ? parts.slice(2) : parts;
  const isApi = api !== parts || hostname === apiOf(host);
  return isApi && api[0] === "repos" ? api.slice(1) : api;
}

/** Whether a name is one of this GitHub's. The port does not matter: that of ssh is never the one of the pages. */
export function isHere(hostname: string, host: GitHubHost): boolean {
  const own = hostnameOf(host);
  return [own, `www.${own}`, `ssh.${own}`, apiOf(host)].includes(hostname);
}

function apiOf(host: GitHubHost): string {
  return `api.${hostnameOf(host)}`;
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
    `The text is no link to anything at ${host.host}. Paste one such as ${host.webUrl}/owner/name.`,
  );
}
