import { quoted, ValueProblem } from "./value-problem.js";

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
// Browsers keep no cookie for longer. https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-5.5
const LONGEST_DAYS = 400;

/** Reads a number with its unit, such as `14d`, `12h`, `30m` or `90s`. Gives milliseconds. */
export function parseDuration(text: string): number {
  const [, number = "", unit = ""] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  const duration = Number(number) * (UNIT_MS[unit] ?? 0);
  if (duration > 0 && duration <= LONGEST_DAYS * 86_400_000) return duration;
  throw new ValueProblem(
    `${quoted(text)} is not a duration of at most ${LONGEST_DAYS} days.`,
    "Give a number with its unit: s, m, h or d, for example 14d.",
  );
}
