import type { GitHubHost } from "../github-host.js";

/** Where a link leads. A name and a password in it are left out: they must get nowhere. */
export interface Address {
  /** In lower case; empty for a link of a kind that no GitHub has. */
  readonly hostname: string;
  readonly path: string;
}

const SCHEME = /^(?:https?|ssh|git|git\+ssh|git\+https?):\/\//i;
// `git@github.com:o/r.git`, as `git remote -v` prints it.
const SCP = /^([^/]*@)?([\w.-]+):(?!\d+\/)([^/:@]+(?:\/.*)?)$/;
// A login has no dot: `github.com/octocat` is an address.
const FULL_NAME = /^[\w-]+\/[\w.-]+(?:\/.*)?$/;
const NOWHERE: Address = { hostname: "", path: "" };
const DOMAIN = /\.[a-z]{2,}$/i;

/** The address in a text: a link, a whole line of `git remote -v`, or `owner/name`; nothing where there is none. */
export function addressIn(text: string, host: GitHubHost): Address | undefined {
  const words = text.trim().split(/\s+/);
  const own = hostnameOf(host);
  for (const word of words) {
    const address = addressOf(word, own);
    if (address !== undefined) return address;
  }
  // Among other words it could be anything.
  return words.length === 1 && FULL_NAME.test(words[0] ?? "") ? { hostname: own, path: words[0] ?? "" } : undefined;
}

export function hostnameOf({ webUrl }: GitHubHost): string {
  return new URL(webUrl).hostname;
}

function addressOf(word: string, own: string): Address | undefined {
  const hasScheme = SCHEME.test(word);
  if (!hasScheme && word.includes("://")) return NOWHERE;
  const rest = word.replace(SCHEME, "");
  // Somebody who types `owner/` has not named a host.
  const isHost = (name: string) => hasScheme || name === own || DOMAIN.test(name);
  const [, user, host, path] = (/^https?:/i.test(word) ? null : SCP.exec(rest)) ?? [];
  if (host !== undefined && path !== undefined && (user !== undefined || isHost(host))) {
    return { hostname: host.toLowerCase(), path };
  }
  const url = `https://${rest}`;
  if (!(hasScheme || rest.includes("/"))) return undefined;
  if (!URL.canParse(url)) return hasScheme ? NOWHERE : undefined;
  const { hostname, pathname } = new URL(url);
  return isHost(hostname) ? { hostname, path: pathname } : undefined;
}
