import type { GitHub } from "../github.js";
import { jsonAnswer, type Answer, type Route } from "../http/messages.js";
import { accessTo } from "../world/access.js";
import type { TokenRecord } from "../world/records.js";
import { applicationRoutes } from "./application-routes.js";
import { guardedGet, notFound } from "./guard.js";
import { installationRoutes } from "./installation-routes.js";
import { userRoutes } from "./user-routes.js";

/** The few REST endpoints that GitHub's clients and the gateway use. */
export function restRoutes(github: GitHub): readonly Route[] {
  const get = guardedGet(github);
  return [
    get(/^\/$/, "", () => jsonAnswer(200, { current_user_url: `${github.webUrl}/api/v3/user` })),
    get(/^\/rate_limit$/, "", ({ token }) => jsonAnswer(200, rateLimitBody(github, token))),
    get(/^\/repos\/([^/]+)\/([^/]+)\/readme$/, "repo", ({ token, found: [, owner = "", name = ""] }) =>
      readme(github, token, owner, name),
    ),
    ...userRoutes(github),
    ...installationRoutes(github),
    ...applicationRoutes(github),
  ];
}

function rateLimitBody({ limits }: GitHub, { user }: TokenRecord) {
  const core = limits.budget(user, "core");
  return {
    resources: {
      core,
      search: limits.budget(user, "search"),
      graphql: limits.budget(user, "graphql"),
    },
    rate: core,
  };
}

function readme({ world }: GitHub, token: TokenRecord, owner: string, name: string): Answer {
  const repository = world.repository(owner, name);
  if (!repository || repository.defaultBranch === null || accessTo(token, repository) !== true) return notFound();
  const text = `# ${repository.name}\n\n${repository.description ?? ""}\n`;
  return jsonAnswer(200, {
    type: "file",
    encoding: "base64",
    name: "README.md",
    path: "README.md",
    size: text.length,
    content: Buffer.from(text).toString("base64"),
  });
}
