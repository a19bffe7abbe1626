import { pathOf, type Step } from "../connect.js";
import { HttpError } from "../http-error.js";
import { readBuiltFile } from "./built-files.js";
import { holdsCode } from "./console-paths.js";

/**
 * Nothing of another origin, nothing written into the page itself, and no frame around it. Text never becomes script:
 * the page has no use for a Trusted Types policy, so that none can be made.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/**
 * The console. One file answers all its addresses, the one that GitHub sends browsers back to among them: the cookies are
 * SameSite=Strict, so that a login can only be finished by a request of the page itself.
 */
export function consolePage(): Step {
  return async (request, response, next) => {
    const page = await readBuiltFile("index.html");
    if (page === undefined) return next(notBuilt());
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Cache-Control", holdsCode(pathOf(request)) ? "no-store" : "no-cache");
    response.setHeader("Content-Length", page.length);
    response.end(page);
  };
}

function notBuilt(): HttpError {
  return new HttpError("The console is not built here. Run script/build; GraphQL is at /graphql meanwhile.", {
    status: 404,
    code: "NOT_FOUND",
  });
}
