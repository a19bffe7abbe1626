import type { IncomingMessage, ServerResponse } from "node:http";
import { GatewayError } from "../errors/gateway-error.js";

export interface CrossSiteGuardOptions {
  /** The address that browsers use. */
  readonly publicUrl: URL;
}

export const CROSS_SITE_GUARD = "cross-site-guard";

/** A step in front of GraphQL, in the form of an edition's middleware. */
export interface CrossSiteGuard {
  readonly name: typeof CROSS_SITE_GUARD;
  handle(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
}

// "same-site" is another name of the same owner, or another port of this machine: not us.
const OWN_SITES = new Set(["same-origin", "none"]);
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Refuses operations that a browser says come from another site, by any method: without it, every page that the user
 * visits could use the gateway in the user's name. Browsers alone send `Sec-Fetch-Site` and `Origin`, and no page can
 * change them; servers and scripts send neither and are served.
 *
 * Opening the explorer from a link is allowed: it runs nothing.
 * https://www.w3.org/TR/fetch-metadata/
 */
export function crossSiteGuard({ publicUrl }: CrossSiteGuardOptions): CrossSiteGuard {
  return {
    name: CROSS_SITE_GUARD,
    handle(request, _response, next) {
      if (isOwn(request, publicUrl) || opensPage(request)) return next();
      next(
        new GatewayError(
          "CSRF_BLOCKED",
          "The browser says that this request comes from another site. " +
            "Call the gateway from its own origin, for example through a proxy of your frontend.",
        ),
      );
    },
  };
}

function isOwn({ headers }: IncomingMessage, publicUrl: URL): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && !(typeof site === "string" && OWN_SITES.has(site))) return false;
  const { origin, host } = headers;
  return origin === undefined || origin === publicUrl.origin || isLoopbackOrigin(origin, host);
}

/** A gateway on this machine is used under several names of it; the page and the request must use the same one. */
function isLoopbackOrigin(origin: string, host: string | undefined): boolean {
  if (host === undefined || !LOOPBACK_HOST.test(host)) return false;
  return origin === `http://${host}` || origin === `https://${host}`;
}

function opensPage({ method, url, headers }: IncomingMessage): boolean {
  const isReading = method === "GET" || method === "HEAD";
  const hasQuery = new URLSearchParams(url?.split("?", 2)[1] ?? "").has("query");
  return isReading && !hasQuery && headers.accept?.includes("text/html") === true;
}
