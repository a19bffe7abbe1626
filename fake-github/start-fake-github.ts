import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createClock, type Clock } from "./control/clock.js";
import { installRoutes } from "./apps/install-routes.js";
import { settingsRoutes } from "./apps/settings-routes.js";
import { controlRoutes } from "./control/control-routes.js";
import { damage, faultAnswer } from "./control/fault-bodies.js";
import { Faults } from "./control/faults.js";
import { enterRequest } from "./control/enter-request.js";
import { Journal } from "./control/journal.js";
import { answerGraphQL } from "./gate/answer-graphql.js";
import { commonHeaders } from "./gate/answer-headers.js";
import { authenticate, isAnswer, secretIn } from "./gate/authenticate.js";
import { githubSchema } from "./gate/github-schema.js";
import { Limits, type LimitOptions } from "./gate/limits.js";
import type { GitHub } from "./github.js";
import { jsonAnswer, type Answer, type FakeRequest, type Route } from "./http/messages.js";
import { openServer } from "./http/open-server.js";
import { webPages } from "./http/web-pages.js";
import { OAuth } from "./oauth/oauth.js";
import { oauthRoutes } from "./oauth/oauth-routes.js";
import { loadReplay, type Replay } from "./replay/replay.js";
import { restRoutes } from "./rest/rest-routes.js";
import { createWorld, type DemoWorldOptions } from "./world/create-world.js";
import type { World } from "./world/world.js";

export interface FakeGitHubOptions extends DemoWorldOptions, LimitOptions {
  /** Port on 127.0.0.1; a free one unless given. */
  readonly port?: number;
  /** A world of one's own; the demo world unless given. */
  readonly world?: World;
  readonly clock?: Clock;
  /** Folder of recorded answers: a query that is among them is answered as it was recorded, whoever asks. */
  readonly replay?: string;
  /** Folder that the `bodyFrom` of a fault is looked for in; that of `replay` unless given. */
  readonly recordings?: string;
  /** Address that the links in answers begin with; the fake's own unless given. */
  readonly webUrl?: string;
}

/** A fake GitHub that runs. It is disposed of with everything that it holds open. */
export interface FakeGitHub extends GitHub, AsyncDisposable {
  readonly port: number;
  /** Base address, in the manner of an Enterprise Server: `/api/graphql`, `/api/v3`, `/login` stand below it. */
  readonly url: string;
  readonly graphqlUrl: string;
  readonly restUrl: string;
}

/** Starts a GitHub on loopback: GitHub's real schema, executed over a made-up world. */
export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  githubSchema();
  const clock = options.clock ?? createClock();
  const world = options.world ?? createWorld({ now: clock.now(), ...options });
  const limits = new Limits(clock, options);
  const journal = new Journal();
  const oauth = new OAuth(world, clock);
  const parts = { clock, world, limits, journal, oauth, faults: new Faults(world, limits) };
  let handle: (request: FakeRequest, response: ServerResponse) => Promise<void> = () => Promise.resolve();
  const server = await openServer({
    port: options.port ?? 0,
    handle: (request, response) => handle(request, response),
    onConnections(open) {
      journal.connections = open;
    },
  });
  const url = `http://127.0.0.1:${server.port}`;
  const github: GitHub = { ...parts, webUrl: options.webUrl ?? url };
  const recordings = options.recordings ?? options.replay ?? null;
  handle = createHandler(github, recordings, options.replay === undefined ? null : loadReplay(options.replay));
  return {
    ...github,
    port: server.port,
    url,
    graphqlUrl: `${url}/api/graphql`,
    restUrl: `${url}/api/v3`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function createHandler(github: GitHub, recordings: string | null, replay: Replay | null) {
  const control = controlRoutes(github);
  const routes: readonly Route[] = [
    graphqlRoute(github, replay),
    ...oauthRoutes(github),
    ...restRoutes(github),
    ...installRoutes(github),
    ...settingsRoutes(github),
    ...webPages(github),
  ];
  return async (request: FakeRequest, response: ServerResponse): Promise<void> => {
    if (request.path.startsWith("/_fake")) return send(response, await answerFrom(control, request));
    const entry = enterRequest(github, request);
    const token = github.world.tokens.get(secretIn(request.headers.authorization) ?? "");
    if (token) response.once("close", github.limits.begin(token.user));
    const fault = github.faults.take(entry);
    const carriedOut = fault?.afterProcessing === true ? await answerFrom(routes, request) : null;
    if (fault?.latencyMs !== undefined) await sleep(fault.latencyMs, undefined, { ref: false });
    if (fault?.hang === true) return;
    if (fault?.reset === "before") return reset(response);
    const answer =
      (fault && faultAnswer(fault, request, recordings)) ?? carriedOut ?? (await answerFrom(routes, request));
    const headers = { ...commonHeaders(github.clock, request.id), ...answer.headers };
    const whole = fault ? damage(fault, { ...answer, headers }) : { ...answer, headers };
    if (fault?.reset === "mid-body") return sendHalf(response, whole);
    entry.status = whole.status;
    if (entry.tokenRequest) entry.tokenRequest.outcome = whole.outcome ?? null;
    entry.cost = whole.cost ?? null;
    send(response, whole);
  };
}

async function answerFrom(routes: readonly Route[], request: FakeRequest): Promise<Answer> {
  for (const route of routes) {
    const found = route.method === request.method ? route.pattern.exec(request.path) : null;
    if (found) return await route.answer(request, found);
  }
  return jsonAnswer(404, {
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  });
}

function graphqlRoute(github: GitHub, replay: Replay | null): Route {
  return {
    method: "POST",
    pattern: /^\/graphql$/,
    answer: (request) => {
      const recorded = replay?.find(request.body);
      if (recorded) return recorded;
      const token = authenticate(github.world, github.clock, request);
      if (isAnswer(token)) return token;
      return answerGraphQL(github, token, request);
    },
  };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
  response.end(body);
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Announces the whole body, sends half of it and cuts the connection. */
function sendHalf(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
  response.write(body.slice(0, Math.ceil(body.length / 2)), () => reset(response));
}
