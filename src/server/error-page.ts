import { ERROR_CATALOGUE } from "../errors/error-catalogue.js";
import type { Step } from "./connect.js";

/** Where the catalogue of errors is read; `helpUrl` of an error leads to its code there. */
export const ERROR_PAGE_PATH = "/docs/errors";

/** The catalogue of errors as a page of the gateway's own: it needs no network and is the one of this version. */
export function errorPage(): Step {
  const page = pageOf();
  return (_request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Cache-Control", "no-cache");
    response.end(page);
  };
}

/** Fragment of a code in the page's address. */
export function fragmentOf(code: string): string {
  return code.toLowerCase();
}

function pageOf(): string {
  const sections = Object.entries(ERROR_CATALOGUE).map(
    ([code, { description, nextStep, retryable }]) =>
      `<section id="${fragmentOf(code)}"><h2>${code}</h2><p>${escapeHtml(description)}</p>` +
      `<p>Next step: <code>${nextStep}</code>. ${retryable ? "The same request can succeed later." : "Repeating the same request does not help."}</p></section>`,
  );
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>Errors of the gateway</title></head><body><h1>Errors of the gateway</h1>${sections.join("")}</body></html>\n`
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
