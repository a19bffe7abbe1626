import { countNodes } from "../gate/count-nodes.js";
import type { Limits, Resource } from "../gate/limits.js";
import type { RefusalCode } from "../oauth/refusals.js";
import type { JournalEntry, TokenRequest } from "./journal.js";
import type { GitHubErrorBody } from "../gate/validation-errors.js";
import { withoutPrefix } from "../http/messages.js";
import type { World } from "../world/world.js";

/** Which requests a fault meets; everything that is given must fit. */
export interface FaultMatch {
  /** Name of the GraphQL operation. */
  readonly operation?: string;
  /** Beginning of the path, with or without the prefix of an Enterprise Server: `/graphql`, `/user`. */
  readonly path?: string;
  readonly method?: string;
  /** Name of the token in the world. */
  readonly token?: string;
  /** What a request to the token endpoint asks for. */
  readonly grantType?: TokenRequest["grantType"];
  /** A part of the query, or of its variables as JSON. */
  readonly contains?: string;
  /** Queries that ask for more nodes than so many, as GitHub counts them. */
  readonly nodesAbove?: number;
}

export const FAULT_FORMS = ["json", "data-null-string", "nginx-html", "unicorn-html"] as const;

/** What goes wrong with the next requests. Without a match it meets every request. */
export interface Fault {
  readonly match?: FaultMatch;
  /** How many requests it meets; 1 unless given. */
  readonly times?: number;
  /** How many fitting requests pass before. */
  readonly after?: number;
  /**
   * Carries the request out before anything of the fault happens, so that the answer alone suffers: a refresh token is
   * then spent although nobody learns of the new one.
   */
  readonly afterProcessing?: boolean;
  /** Waits so long before anything else. */
  readonly latencyMs?: number;
  /** Accepts the request and never answers. */
  readonly hang?: boolean;
  /** Cuts the connection: before a byte of the answer, or in the middle of its body. */
  readonly reset?: "before" | "mid-body";
  /** Answers with this status instead; with a body in GitHub's form unless one is given. */
  readonly status?: number;
  /** Headers on top of those of the answer; an empty one is taken away. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A refusal of the token endpoint, in GitHub's words and with status 200. */
  readonly oauthError?: RefusalCode;
  /** Text as it stands, anything else as JSON. */
  readonly body?: unknown;
  /** A recorded answer to give: its file, absolute or within the folder of recordings. */
  readonly bodyFrom?: string;
  /** One of the bodies that GitHub is known to fail with; with status 502 unless another is given. */
  readonly form?: (typeof FAULT_FORMS)[number];
  /** Errors to add to the real answer. */
  readonly addErrors?: readonly GitHubErrorBody[];
  /** Paths in the real answer's data to replace by null: `["viewer", "repositories", "nodes", 1]`. */
  readonly nullAt?: readonly (readonly (string | number)[])[];
}

interface Pending {
  readonly fault: Fault;
  left: number;
  after: number;
}

function fits(match: FaultMatch | undefined, entry: JournalEntry): boolean {
  if (!match) return true;
  const { operation, path, method, token, grantType, contains, nodesAbove } = match;
  return (
    (operation === undefined || entry.operationName === operation) &&
    (path === undefined || entry.path.startsWith(withoutPrefix(path))) &&
    (method === undefined || entry.method === method.toUpperCase()) &&
    (token === undefined || entry.token === token) &&
    (grantType === undefined || entry.tokenRequest?.grantType === grantType) &&
    (contains === undefined || `${entry.query ?? ""}${JSON.stringify(entry.variables)}`.includes(contains)) &&
    (nodesAbove === undefined || countNodes(entry.query ?? "", entry.variables ?? {}) > nodesAbove)
  );
}

/** Faults of the next requests, and switches that change what GitHub thinks of a token or an organization. */
export class Faults {
  readonly #world: World;
  readonly #limits: Limits;
  readonly #pending: Pending[] = [];

  constructor(world: World, limits: Limits) {
    this.#world = world;
    this.#limits = limits;
  }

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1, after: fault.after ?? 0 });
  }

  /** Faults that have not met all their requests yet. */
  get pending(): readonly Fault[] {
    return this.#pending.map(({ fault }) => fault);
  }

  clear(): void {
    this.#pending.length = 0;
  }

  /** The fault that meets this request, which counts as met. */
  take(entry: JournalEntry): Fault | null {
    for (const pending of this.#pending) {
      if (!fits(pending.fault.match, entry)) continue;
      if (pending.after > 0) {
        pending.after -= 1;
        continue;
      }
      pending.left -= 1;
      if (pending.left === 0) this.#pending.splice(this.#pending.indexOf(pending), 1);
      return pending.fault;
    }
    return null;
  }

  /** GitHub refuses the token from now on. */
  revokeToken(name: string): void {
    this.#world.token(name).revoked = true;
  }

  /** Replaces the scopes of a classic or OAuth App token. */
  setScopes(name: string, scopes: readonly string[]): void {
    this.#world.token(name).scopes = scopes.toSorted();
  }

  /** The token dies at this moment, in milliseconds since the epoch. */
  setExpiry(name: string, expiresAt: number | null): void {
    this.#world.token(name).expiresAt = expiresAt;
  }

  /**
   * Withdraws every token's authorization for the single sign-on of an organization, which enforces it from now on.
   *
   * @param how Whether lists have an error in the place of each item, or leave it out without a word but the header.
   */
  dropSso(login: string, how: "item by item" | "quietly" = "item by item"): void {
    const organization = this.#organization(login);
    organization.saml = true;
    organization.withholdsQuietly = how === "quietly";
    for (const token of this.#world.tokens.values()) token.ssoAuthorized.delete(login);
  }

  authorizeSso(name: string, login: string): void {
    this.#world.token(name).ssoAuthorized.add(this.#organization(login).login);
  }

  /** Refuses classic tokens in an organization, or OAuth Apps that nobody approved, or admits them again. */
  forbid(login: string, what: "classic tokens" | "OAuth Apps", state: "on" | "off" = "on"): void {
    const organization = this.#organization(login);
    if (what === "classic tokens") organization.forbidsClassicTokens = state === "on";
    else organization.restrictsOAuthApps = state === "on";
  }

  /** Makes a fine-grained token wait for the approval of its organization, or approves it. */
  awaitApproval(name: string, state: "on" | "off" = "on"): void {
    this.#world.token(name).pendingApproval = state === "on";
  }

  /** Shuts the caller's address out of an organization, or lets it in again. */
  ipAllowList(login: string, state: "on" | "off" = "on"): void {
    this.#organization(login).ipAllowList = state === "on";
  }

  /** Makes so many points remain of the budget of the token's user. */
  setRemaining(name: string, remaining: number, resource: Resource = "graphql"): void {
    this.#limits.setRemaining(this.#world.token(name).user, resource, remaining);
  }

  /** The next requests run into the secondary limit, until so many seconds have passed. */
  secondaryLimit(retryAfterSeconds: number, requests = 1_000_000): void {
    this.#limits.pauseEveryone(retryAfterSeconds, requests);
  }

  #organization(login: string) {
    const organization = this.#world.organization(login);
    if (organization) return organization;
    throw new Error(`This world has no organization "${login}". Add it with world.addOrganization first.`);
  }
}
