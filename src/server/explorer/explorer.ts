import type { IncomingMessage, ServerResponse } from "node:http";
import type { OpenEdition } from "../../editions/edition.js";
import type { Step } from "../connect.js";
import { readBuiltFile } from "../console/built-files.js";
import { prefersPage } from "../graphql/negotiate.js";
import { HttpError } from "../http-error.js";
import { exampleTabs } from "./explorer-examples.js";

/** Where the page finds the operations of this edition. */
export const EXAMPLES_PATH = "/explorer/examples.json";

/** GraphiQL writes the descriptions of the schema as HTML, so that its page cannot demand Trusted Types. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // GraphiQL marks mistakes with images that are in its style sheet.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers browsers that navigate to `/graphql`; leaves operations to the next step. */
export function explorerPage(): Step {
  return (request, response, next) => (wantsPage(request) ? sendPage(response) : next());
}

async function sendPage(response: ServerResponse): Promise<void> {
  const page = await readBuiltFile("explorer/index.html");
  if (page === undefined) throw notThere("The explorer is not built here. Run script/build.");
  response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("Vary", "Accept");
  send(response, { type: "text/html; charset=utf-8", content: page });
}

/** The operations that the explorer offers, as JSON. */
export function explorerExamples({ edition }: { readonly edition: OpenEdition }): Step {
  const content = JSON.stringify(exampleTabs(edition));
  return (_request, response) => send(response, { type: "application/json; charset=utf-8", content });
}

/** In the explorer's place where it is switched off. */
export function noExplorer(): Step {
  const sentence = "The explorer is off here. Send operations by POST; the operator can set OCTOGATE_EXPLORER=on.";
  return (request, _response, next) => next(wantsPage(request) ? notThere(sentence) : undefined);
}

function wantsPage({ method, url, headers }: IncomingMessage): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return !new URLSearchParams(url?.split("?", 2)[1] ?? "").has("query") && prefersPage(headers.accept);
}

function notThere(sentence: string): HttpError {
  return new HttpError(sentence, { status: 404, code: "NOT_FOUND" });
}

function send(response: ServerResponse, sent: { readonly type: string; readonly content: string | Buffer }): void {
  response.setHeader("Content-Type", sent.type);
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Content-Length", Buffer.byteLength(sent.content));
  response.end(sent.content);
}
