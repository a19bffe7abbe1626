const MINUTE = 60_000;

/**
 * How long GitHub wants no further call, in milliseconds.
 *
 * `Retry-After` in seconds or as a date; else until the reset if nothing is left. For a secondary limit GitHub may give no
 * time at all: `undefined` then.
 *
 * @see https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function pauseOf(
  headers: Readonly<Record<string, string>>,
  kind: "primary" | "secondary",
  now: number,
): number | undefined {
  const retryAfter = headers["retry-after"];
  if (retryAfter !== undefined) {
    const pause = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
    if (Number.isFinite(pause)) return Math.max(1000, pause);
  }
  const reset = Number(headers["x-ratelimit-reset"]) * 1000;
  if ((kind === "primary" || headers["x-ratelimit-remaining"] === "0") && reset > now) return reset - now;
  return kind === "primary" ? MINUTE : undefined;
}
