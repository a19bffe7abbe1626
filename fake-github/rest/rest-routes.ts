import { secondaryAnswer } from "../gate/answer-graphql.js";
import { rateLimitHeaders, ssoHeader, tokenHeaders } from "../gate/answer-headers.js";
import { authenticate, isAnswer } from "../gate/authenticate.js";
import type { GitHub } from "../github.js";
import { jsonAnswer, type Answer, type FakeRequest, type Route } from "../http/messages.js";
import { deniedOrganizations } from "../resolvers/queries.js";
import { accessTo } from "../world/access.js";
import { nodeId } from "../world/node-id.js";
import type { TokenRecord, UserRecord } from "../world/records.js";

type Handler = (token: TokenRecord, found: readonly string[], request: FakeRequest) => Answer;

/** The few REST endpoints that GitHub's clients and the gateway use. */
export function restRoutes(github: GitHub): readonly Route[] {
  const get = (pattern: RegExp, scopes: string, handle: Handler): Route => ({
    method: "GET",
    pattern,
    answer: (request, found) => guarded(github, request, scopes, (token) => handle(token, found, request)),
  });
  return [
    get(/^\/$/, "", () => jsonAnswer(200, { current_user_url: `${github.webUrl}/api/v3/user` })),
    get(/^\/user$/, "", (token) => jsonAnswer(200, userBody(github, token.user, token))),
    get(/^\/users\/([^/]+)$/, "", (token, [, login = ""]) => {
      const user = github.world.user(login);
      return user ? jsonAnswer(200, userBody(github, user, token)) : notFound();
    }),
    get(/^\/rate_limit$/, "", (token) => jsonAnswer(200, rateLimitBody(github, token))),
    get(/^\/repos\/([^/]+)\/([^/]+)\/readme$/, "repo", (token, [, owner = "", name = ""]) =>
      readme(github, token, owner, name),
    ),
  ];
}

/** Everything that GitHub asks of a REST request before it looks at what is wanted. */
function guarded(github: GitHub, request: FakeRequest, scopes: string, handle: (token: TokenRecord) => Answer): Answer {
  if (!request.headers["user-agent"]) {
    const message =
      "Missing or invalid User Agent string. See https://docs.github.com/rest/overview/resources-in-the-rest-api#user-agent-required";
    return jsonAnswer(403, { message });
  }
  const token = authenticate(github.world, github.clock, request);
  if (isAnswer(token)) return token;
  const { user } = token;
  const isFree = request.path === "/rate_limit";
  const before = github.limits.budget(user, "core");
  const headers = (): Record<string, string> => ({
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    ...tokenHeaders(token, scopes),
    ...rateLimitHeaders(github.limits.budget(user, "core"), "core"),
    ...ssoHeader(
      {
        required: new Set(),
        partial: new Set(deniedOrganizations({ world: github.world, token })),
      },
      github.webUrl,
    ),
  });
  if (!isFree && before.remaining <= 0) {
    const message = `API rate limit exceeded for user ID ${user.databaseId}.`;
    return jsonAnswer(
      403,
      {
        message,
        documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
      },
      headers(),
    );
  }
  const wait = isFree ? null : github.limits.secondaryWait(user, 1);
  if (wait !== null) return secondaryAnswer(request.id, wait, headers());
  if (!isFree) github.limits.charge(user, "core", 1);
  const answer = handle(token);
  return { ...answer, headers: { ...answer.headers, ...headers() } };
}

function notFound(): Answer {
  return jsonAnswer(404, {
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  });
}

function userBody(github: GitHub, user: UserRecord, token: TokenRecord) {
  const { webUrl } = github;
  const maySeeEmail = user !== token.user || token.scopes.some((scope) => /^(user|read:user|user:email)$/.test(scope));
  return {
    login: user.login,
    id: user.databaseId,
    node_id: nodeId(user, "by-age"),
    avatar_url: `${webUrl}/avatars/u/${user.databaseId}?v=4`,
    url: `${webUrl}/api/v3/users/${user.login}`,
    html_url: `${webUrl}/${user.login}`,
    type: "User",
    site_admin: false,
    name: user.name,
    company: user.company,
    blog: user.websiteUrl ?? "",
    location: user.location,
    email: maySeeEmail && user.email !== "" ? user.email : null,
    bio: user.bio,
    twitter_username: user.twitterUsername,
    public_repos: github.world
      .allRepositories()
      .filter(({ owner, visibility }) => owner === user && visibility === "PUBLIC").length,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
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
