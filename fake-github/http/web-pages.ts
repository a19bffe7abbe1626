import type { GitHub } from "../github.js";
import { jsonAnswer, type Route } from "./messages.js";

/** Pictures, and pages for a person who follows a link out of a demo. */
export function webPages({ world }: GitHub): readonly Route[] {
  return [
    {
      method: "GET",
      pattern: /^\/avatars\/u\/(\d+)$/,
      answer: (_request, [, id = "0"]) => {
        const hue = (Number(id) * 47) % 360;
        const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 60% 45%)"/><circle cx="20" cy="16" r="7" fill="#fff"/><path d="M6 40a14 14 0 0 1 28 0" fill="#fff"/></svg>`;
        return { status: 200, headers: { "content-type": "image/svg+xml" }, body };
      },
    },
    {
      method: "GET",
      pattern: /^\/([A-Za-z0-9-]+)(?:\/([A-Za-z0-9._-]+))?(?:\/.*)?$/,
      answer: (request, [, owner = "", name]) => {
        if (!request.headers.accept?.includes("text/html"))
          return jsonAnswer(404, { message: "Not Found", status: "404" });
        const isKnown = name === undefined ? world.account(owner) : world.repository(owner, name);
        const what = isKnown ? `${owner}${name === undefined ? "" : `/${name}`}` : "Nothing";
        const body = `<!doctype html><html lang="en"><title>Fake GitHub</title><h1>${what}</h1><p>This is the fake GitHub of a demo or a test. It has no pages of its own.</p></html>`;
        return {
          status: isKnown ? 200 : 404,
          headers: { "content-type": "text/html; charset=utf-8" },
          body,
        };
      },
    },
  ];
}
