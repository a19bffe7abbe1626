import type { AccessToken } from "../auth/access-token.js";
import type { Account } from "../auth/session-state.js";
import { GatewayError } from "../errors/gateway-error.js";
import { checkCapabilities } from "./check-capabilities.js";
import {
  TokenOrganizationsDocument,
  TokenProfileDocument,
  TokenRepositoriesDocument,
  type TokenOrganizationsQuery,
  type TokenProfileQuery,
  type TokenRepositoriesQuery,
} from "./generated/operations.js";
import { budgetOf, type GitHubClient } from "./github-client.js";
import type { GitHubHost } from "./github-host.js";
import type { RateLimits } from "./rate-limits.js";
import { eachOnce, ssoRestriction } from "./restrictions.js";
import { KINDS_WITH_SCOPES } from "./scopes.js";
import type { FetchOnce } from "./sso-organizations.js";
import type { TokenCheck, TokenExamination, TokenProblem } from "./token-check.js";
import { tokenFactsOf } from "./token-facts.js";
import { tokenGuideFor, type TokenGuide } from "./token-guide.js";
import { UpstreamBatch, type TypedOperation } from "./upstream/upstream-batch.js";

/** What the trials brought; `null` for one that GitHub refused. */
export interface TokenTrials {
  readonly repositories: TokenRepositoriesQuery["viewer"] | null;
  readonly organizations: TokenOrganizationsQuery["viewer"] | null;
  /** `undefined` for kinds whose permissions GitHub does not report. */
  readonly scopes: readonly string[] | undefined;
}

// What a header can carry; GitHub's longest tokens have about 520 characters (installation tokens with a JWT).
const POSSIBLE = /^[\x21-\x7e]{20,1024}$/;

// Refusals that tell of the token; all others tell of the host or the way to it.
const ABOUT_THE_TOKEN = new Set([
  "GITHUB_TOKEN_INVALID",
  "GITHUB_SCOPE_MISSING",
  "GITHUB_FORBIDDEN",
  "GITHUB_SSO_REQUIRED",
]);

/** For everything else another token would fare no better. */
const CURED_BY_ANOTHER = new Set([...ABOUT_THE_TOKEN, "BAD_USER_INPUT"]);

/** Examines tokens that are not stored yet: kind, owner, expiry, and what each can and cannot do. */
export class TokenInspector {
  /** How to make a token for this host. */
  readonly guide: TokenGuide;
  readonly #client: GitHubClient;
  readonly #host: GitHubHost;
  readonly #rateLimits: RateLimits;

  constructor(options: { readonly client: GitHubClient; readonly host: GitHubHost; readonly rateLimits: RateLimits }) {
    this.guide = tokenGuideFor(options.host);
    this.#client = options.client;
    this.#host = options.host;
    this.#rateLimits = options.rateLimits;
  }

  /** Never throws for what is wrong with the token, the host or the way to it: those are the findings. */
  async inspect(token: AccessToken, signal: AbortSignal): Promise<TokenExamination> {
    if (!token.matches(POSSIBLE)) {
      return { check: unusable(token), problems: [this.#problem(token, NOT_A_TOKEN, [])] };
    }
    try {
      const check = await this.#tryOut(token, signal);
      const missing = check.capabilities.filter(({ status }) => status === "MISSING");
      return { check, problems: check.isUsable ? [] : [this.#problem(token, LACKS_REQUIRED, missing)] };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const isAboutToken = ABOUT_THE_TOKEN.has(error.code);
      const problem = error.code === "GITHUB_TOKEN_INVALID" ? refusedBy(this.#host.host, error) : error;
      return { check: isAboutToken ? unusable(token) : null, problems: [this.#problem(token, problem, [])] };
    }
  }

  async #tryOut(token: AccessToken, signal: AbortSignal): Promise<TokenCheck> {
    let headers: Readonly<Record<string, string>> = {};
    const batch = new UpstreamBatch({
      host: this.#host,
      send: async (document, variables) => {
        const answer = await this.#client.graphql({ document, variables, token, signal });
        headers = answer.headers;
        return answer;
      },
    });
    const [profile, repositories, organizations, sso] = await Promise.all([
      ask<TokenProfileQuery["viewer"]>(batch, TokenProfileDocument),
      unlessRefused(ask<TokenRepositoriesQuery["viewer"]>(batch, TokenRepositoriesDocument)),
      unlessRefused(ask<TokenOrganizationsQuery["viewer"]>(batch, TokenOrganizationsDocument)),
      // Only REST tells which organizations a list leaves out for want of single sign-on.
      this.#client.rest("/user/repos?per_page=1", { token, signal }).catch(noEvidence),
    ]);
    const fetch: FetchOnce = (path) => this.#client.rest(path, { token, signal });
    const withheld = await this.#client.ssoOrganizations.readFrom([sso?.headers ?? {}], { token, fetch });
    const facts = tokenFactsOf(headers);
    const scopes = KINDS_WITH_SCOPES.has(token.kind) ? facts.scopes : undefined;
    const capabilities = checkCapabilities({ repositories, organizations, scopes });
    return {
      isUsable: repositories !== null,
      kind: token.kind,
      account: accountOf(profile),
      scopes: facts.scopes ?? [],
      expiresAt: facts.expiresAt ?? null,
      capabilities,
      restrictions: eachOnce(withheld.map(ssoRestriction)),
      visibleRepositoryCount: repositories === null ? null : Math.min(100, repositories.all.totalCount),
      rateLimit: this.#rateLimits.read(budgetOf(token), "GRAPHQL"),
    };
  }

  #problem(token: AccessToken, failure: GatewayError, missing: TokenProblem["missing"]): TokenProblem {
    const { classicUrl, fineGrainedUrl } = this.guide;
    const createUrl = token.kind === "FINE_GRAINED_PAT" ? (fineGrainedUrl ?? classicUrl) : classicUrl;
    return {
      code: failure.code,
      message: failure.message,
      nextStep: failure.nextStep,
      helpUrl: failure.helpUrl ?? null,
      kind: token.kind,
      missing,
      createUrl: CURED_BY_ANOTHER.has(failure.code) ? createUrl : null,
    };
  }
}

const NOT_A_TOKEN = new GatewayError(
  "BAD_USER_INPUT",
  "This does not look like a GitHub token. Copy the whole token, without anything around it.",
);

const LACKS_REQUIRED = new GatewayError(
  "GITHUB_SCOPE_MISSING",
  "The token cannot see repositories, and without them the gateway can do nothing. Create one that can.",
);

function refusedBy(host: string, error: GatewayError): GatewayError {
  return new GatewayError(
    error.code,
    `${host} refuses the token: it is mistyped, revoked, expired, or was made on another GitHub host. Create a new one.`,
    { nextStep: "FIX_INPUT" },
  );
}

function unusable(token: AccessToken): TokenCheck {
  return {
    isUsable: false,
    kind: token.kind,
    account: null,
    scopes: [],
    expiresAt: null,
    capabilities: [],
    restrictions: [],
    visibleRepositoryCount: null,
    rateLimit: null,
  };
}

async function ask<Value>(batch: UpstreamBatch, operation: TypedOperation<Record<string, never>>): Promise<Value> {
  const { value } = await batch.ask(operation, {});
  return value as Value;
}

async function unlessRefused<Value>(trial: Promise<Value>): Promise<Value | null> {
  try {
    return await trial;
  } catch (error) {
    if (error instanceof GatewayError && ABOUT_THE_TOKEN.has(error.code) && error.code !== "GITHUB_TOKEN_INVALID")
      return null;
    throw error;
  }
}

/** A side question whose failure says nothing against the token. */
function noEvidence(error: unknown): undefined {
  if (!(error instanceof GatewayError)) throw error;
}

function accountOf({ databaseId, login, name, avatarUrl }: TokenProfileQuery["viewer"]): Account | null {
  return databaseId === null ? null : { gitHubUserId: String(databaseId), login, name, avatarUrl };
}
