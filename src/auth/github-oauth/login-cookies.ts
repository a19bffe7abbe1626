import type { IncomingMessage, ServerResponse } from "node:http";

export interface CookieOptions {
  /** Whether browsers reach the gateway by https. From its public address, never from a request. */
  readonly isSecure: boolean;
}

export interface Cookie {
  readonly name: string;
  /** Empty together with a `maxAgeSeconds` of 0 to take it away. */
  readonly value: string;
  readonly maxAgeSeconds: number;
}

/** The value of a cookie; undefined when there is none. A name that is sent twice gives the first, as elsewhere. */
export function readCookie({ headers }: IncomingMessage, name: string): string | undefined {
  for (const pair of headers.cookie?.split(";") ?? []) {
    const [key = "", ...value] = pair.split("=");
    if (key.trim() === name) return decode(value.join("=").trim());
  }
  return undefined;
}

/**
 * Sets a cookie in place of one of the same name on the same answer. `__Host-` names, which browsers take only with
 * `Secure`, `Path=/` and without `Domain`, keep other hosts of the same domain from planting one.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-cookie-name-prefixes
 */
export function setCookie(
  response: ServerResponse,
  { name, value, maxAgeSeconds }: Cookie,
  { isSecure }: CookieOptions,
): void {
  const parts = [
    `${name}=${encodeURIComponent(value)}`,
    `Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}`,
    "Path=/",
    "HttpOnly",
    ...(isSecure ? ["Secure"] : []),
    "SameSite=Strict",
  ];
  const others = [response.getHeader("Set-Cookie") ?? []].flat().filter((other) => !`${other}`.startsWith(`${name}=`));
  response.setHeader("Set-Cookie", [...others.map(String), parts.join("; ")]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
