import type { Answer } from "./messages.js";

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}button{font:inherit;padding:.4rem .9rem;margin:.2rem .4rem .2rem 0}label{display:block}small{opacity:.7}";

/** A page for a person. `body` is HTML: what comes from a request must have been escaped. */
export function htmlPage(title: string, body: string, status = 200): Answer {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · Fake GitHub</title><style>${STYLE}</style><h1>${escapeHtml(title)}</h1>${body}<p><small>This is the fake GitHub of a demo or a test. Nothing here opens anything on the real one.</small></p></html>`;
  return { status, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }, body: html };
}

export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 302, headers: { location, "content-type": "text/html; charset=utf-8", ...headers }, body: "" };
}

/** Hidden inputs that carry parameters from one page to the next. */
export function hiddenInputs(parameters: Iterable<readonly [string, string]>): string {
  return [...parameters]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
}
