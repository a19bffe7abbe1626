import { quoted, ValueProblem } from "./value-problem.js";

/** An http or https address without user name and password. */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new ValueProblem(
      `${quoted(text)} is not a web address.`,
      "Write it whole, beginning with https://, for example https://octogate.example.com.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ValueProblem("The address holds a user name or a password.", `Use ${url.origin} alone.`);
  }
  return url;
}
