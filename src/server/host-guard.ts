import type { IncomingMessage } from "node:http";
import type { Step } from "./connect.js";
import { HttpError } from "./http-error.js";

export interface HostGuardOptions {
  readonly publicUrl: URL;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Refuses requests that were sent to a name that is not ours. A page whose name was made to point at this machine (DNS
 * rebinding) is same-origin for the browser; the name that it used is the one thing that gives it away.
 */
export function hostGuard({ publicUrl }: HostGuardOptions): Step {
  const publicName = publicUrl.hostname.toLowerCase();
  return (request, _response, next) => {
    const name = hostNameOf(request);
    if (name === undefined) {
      const message = "The request names no host. Send a path as its target, and one Host header.";
      return next(new HttpError(message, { status: 400, code: "BAD_REQUEST" }));
    }
    if (LOOPBACK.has(name) || name === publicName) return next();
    const message =
      "This gateway is not known by the name in the Host header. " +
      "Use its public address; the operator sets it with OCTOGATE_PUBLIC_URL.";
    next(new HttpError(message, { status: 421, code: "BAD_REQUEST" }));
  };
}

/** RFC 9112, 3.2: exactly one Host; and an absolute target, which would overrule it, is not for us. */
function hostNameOf({ url, headers, rawHeaders }: IncomingMessage): string | undefined {
  if (url?.startsWith("/") !== true || countOf("host", rawHeaders) > 1) return undefined;
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/.exec(headers.host?.toLowerCase() ?? "")?.[1];
}

/** How often a header was sent. Of a repeated Host `headers` has only the first. */
function countOf(name: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index];
    if (sent?.length === name.length && sent.toLowerCase() === name) count += 1;
  }
  return count;
}
