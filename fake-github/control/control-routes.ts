import type { GitHub } from "../github.js";
import { jsonAnswer, type Answer, type FakeRequest, type Route } from "../http/messages.js";
import { readFault } from "./read-fault.js";

type Body = Readonly<Record<string, unknown>>;

function bodyOf(request: FakeRequest): Body {
  const parsed: unknown = request.body === "" ? {} : JSON.parse(request.body);
  return parsed !== null && typeof parsed === "object" ? (parsed as Body) : {};
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw new Error(`"${name}" must be a text. Send it in the JSON body.`);
}

function number(body: Body, name: string): number {
  const value = body[name];
  if (typeof value === "number") return value;
  throw new Error(`"${name}" must be a number. Send it in the JSON body.`);
}

/** Switches by the name that they have in an address, each with the JSON that it takes. */
function switches({ faults, world, oauth }: GitHub): Readonly<Record<string, (body: Body) => void>> {
  return {
    "revoke-token": (body) => faults.revokeToken(text(body, "token")),
    "set-scopes": (body) => faults.setScopes(text(body, "token"), (body["scopes"] ?? []) as readonly string[]),
    "set-expiry": (body) => faults.setExpiry(text(body, "token"), number(body, "expiresAt")),
    "set-remaining": (body) => faults.setRemaining(text(body, "token"), number(body, "remaining")),
    "drop-sso": (body) =>
      faults.dropSso(text(body, "organization"), body["quietly"] === true ? "quietly" : "item by item"),
    "authorize-sso": (body) => faults.authorizeSso(text(body, "token"), text(body, "organization")),
    "forbid-classic-tokens": (body) =>
      faults.forbid(text(body, "organization"), "classic tokens", body["on"] === false ? "off" : "on"),
    "forbid-oauth-apps": (body) =>
      faults.forbid(text(body, "organization"), "OAuth Apps", body["on"] === false ? "off" : "on"),
    "await-approval": (body) => faults.awaitApproval(text(body, "token"), body["on"] === false ? "off" : "on"),
    "ip-allow-list": (body) => faults.ipAllowList(text(body, "organization"), body["on"] === false ? "off" : "on"),
    "revoke-grant": (body) => {
      const user = world.user(text(body, "user"));
      if (!user) throw new Error(`There is no user "${text(body, "user")}". Use a login of this world.`);
      oauth.authorizations.revokeGrant(world.app(text(body, "app")), user);
    },
    "token-lag": (body) => {
      oauth.authorizations.tokenLag = number(body, "milliseconds");
    },
    "install-app": (body) => {
      world.install(world.app(text(body, "app")), text(body, "owner"), {
        selection: (body["repositories"] as readonly string[] | undefined) ?? "all",
        suspended: body["suspended"] === true,
        needsApproval: body["needsApproval"] === true,
      });
    },
    "uninstall-app": (body) => {
      const { installations } = world.app(text(body, "app"));
      const account = world.account(text(body, "owner"));
      if (account) installations.delete(account.databaseId);
    },
    "secondary-limit": (body) => faults.secondaryLimit(number(body, "retryAfterSeconds")),
  };
}

/** `/_fake/…`: what tests call directly, over HTTP, for a fake that runs as a command of its own. */
export function controlRoutes(github: GitHub): readonly Route[] {
  const { world, journal, faults, clock } = github;
  const route = (method: string, path: RegExp, handle: (body: Body, found: readonly string[]) => unknown): Route => ({
    method,
    pattern: path,
    answer: (request, found): Answer => {
      try {
        return jsonAnswer(200, handle(bodyOf(request), found) ?? { ok: true });
      } catch (error) {
        return jsonAnswer(400, { message: error instanceof Error ? error.message : String(error) });
      }
    },
  });
  const known = switches(github);
  return [
    route("GET", /^\/_fake\/?$/, () => ({
      tokens: [...world.tokens.values()].map(({ name, text: secret, user, kind }) => ({
        name,
        user: user.login,
        kind,
        secret,
      })),
      apps: [...world.apps.values()].map(({ slug, kind, clientId, clientSecret, redirectUris }) => ({
        slug,
        kind,
        clientId,
        clientSecret,
        redirectUris,
      })),
      journal: "GET or DELETE /_fake/journal",
      faults: "GET, POST or DELETE /_fake/faults",
      clock: 'GET /_fake/clock, POST /_fake/clock {"advanceMs": 3600000}',
      switches: Object.keys(known).map((name) => `POST /_fake/switches/${name}`),
    })),
    route("GET", /^\/_fake\/journal$/, () => ({
      entries: journal.entries,
      notModelled: [...journal.notModelled],
      connections: journal.connections,
      exchanges: journal.exchanges,
      refreshes: journal.refreshes,
    })),
    route("DELETE", /^\/_fake\/journal$/, () => journal.clear()),
    route("GET", /^\/_fake\/faults$/, () => ({ pending: faults.pending })),
    route("POST", /^\/_fake\/faults$/, (body) => faults.add(readFault(body))),
    route("DELETE", /^\/_fake\/faults$/, () => faults.clear()),
    route("GET", /^\/_fake\/clock$/, () => ({ now: new Date(clock.now()).toISOString() })),
    route("POST", /^\/_fake\/clock$/, (body) => {
      clock.advance(number(body, "advanceMs"));
      return { now: new Date(clock.now()).toISOString() };
    }),
    route("POST", /^\/_fake\/switches\/([a-z-]+)$/, (body, [, name = ""]) => {
      const flip = known[name];
      if (!flip) throw new Error(`There is no switch "${name}". Use one of: ${Object.keys(known).join(", ")}.`);
      flip(body);
    }),
  ];
}
