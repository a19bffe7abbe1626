import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import type { Step } from "../connect.js";

/** Where GitHub sends browsers back to. */
export const CALLBACK_PATH = "/auth/callback";

const FILES = [
  { name: "callback.js", type: "text/javascript; charset=utf-8" },
  { name: "callback.css", type: "text/css; charset=utf-8" },
] as const;

/** Addresses of what the page loads. */
export const CALLBACK_FILES = FILES.map(({ name }) => `/auth/${name}`);

// The address has a code in it when the page is opened: nothing of another origin may see it, and no frame hold it.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // The empty icon, so that browsers do not ask for one.
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>Signing in – Octogate</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/auth/callback.css">
    <script src="/auth/callback.js" defer></script>
  </head>
  <body>
    <main>
      <h1 id="title">Signing in…</h1>
      <p id="message" role="status">One moment.</p>
      <button id="action" type="button" hidden></button>
      <noscript><p>Signing in needs JavaScript. Switch it on for this page and reload it.</p></noscript>
    </main>
  </body>
</html>
`;

/**
 * The page that finishes a login by running `completeLogin`. The cookies are SameSite=Strict: only a request of the page
 * itself carries them, not the one that GitHub's redirect makes.
 */
export function callbackPage(): Step {
  return (_request, response) => {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    send(response, "text/html; charset=utf-8", PAGE);
  };
}

/** What the page loads, by the last part of the address. */
export function callbackFile(path: string): Step {
  const file = FILES.find(({ name }) => path.endsWith(`/${name}`));
  return async (_request, response, next) => {
    if (file === undefined) return next();
    send(response, file.type, await readPageFile(file.name));
  };
}

/** From `dist/callback`, where the build put it, else from the sources. */
async function readPageFile(name: string): Promise<Buffer> {
  try {
    return await readFile(new URL(`../../../callback/${name}`, import.meta.url));
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, "code") !== "ENOENT") throw error;
    return await readFile(new URL(`page/${name}`, import.meta.url));
  }
}

function send(response: ServerResponse, type: string, content: string | Buffer): void {
  response.setHeader("Content-Type", type);
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Length", Buffer.byteLength(content));
  response.end(content);
}
