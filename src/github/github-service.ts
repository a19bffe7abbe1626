import type { GraphQLResolveInfo } from "graphql";
import type { AccessToken } from "../auth/access-token.js";
import type { Identity } from "../auth/identity.js";
import type { AccessTokenSource } from "../auth/user-auth.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { GraphQLAnswer } from "./answer.js";
import {
  NodeDocument,
  NodesDocument,
  RateLimitCostDocument,
  RepositoryDocument,
  ViewerDocument,
} from "./generated/operations.js";
import { callerOf, type GitHubClient } from "./github-client.js";
import type { Installation } from "./installations/installation.js";
import { readInstallations } from "./lists/installations.js";
import type { ListCall, ListPage } from "./lists/list-call.js";
import { readOrganizations } from "./lists/organizations.js";
import type { PageArguments } from "./lists/page-arguments.js";
import { readRepositories } from "./lists/repositories.js";
import { writeList } from "./lists/write-list.js";
import type { OrganizationAccess, OrganizationFacts } from "./organization-access.js";
import type { CursorPosition } from "./selection/cursor.js";
import type { RepositoriesArguments } from "./lists/repositories-arguments.js";
import type { LastUse } from "./lists/last-use.js";
import type { RateLimit, RateLimitResource } from "./rate-limit.js";
import type { RateLimits } from "./rate-limits.js";
import { readers } from "./readers/index.js";
import { isRaw } from "./selection/is-raw.js";
import { selectionOf, type ClientSelection } from "./selection/selection-of.js";
import { shapeValue } from "./selection/shape-value.js";
import { tokenFactsOf } from "./token-facts.js";
import { UpstreamBatch, type PartAnswer } from "./upstream/upstream-batch.js";

/** An object of GitHub's, keyed by the client's response keys. */
export type GitHubObject = Readonly<Record<string, unknown>>;

/** The caller of one request. */
export interface CallerOfGitHub {
  readonly identity: Identity;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** The repositories that the caller used last, newest first. */
  lastUsed(): Promise<readonly LastUse[]>;
}

export interface GitHubServiceOptions extends CallerOfGitHub {
  readonly client: GitHubClient;
  readonly tokens: AccessTokenSource;
  readonly rateLimits: RateLimits;
}

/** What we ask of GitHub, in our words, on behalf of one caller in one request. Each failure is a `GatewayError`. */
export class GitHubService {
  readonly #options: GitHubServiceOptions;
  protected readonly batch: UpstreamBatch;

  constructor(options: GitHubServiceOptions) {
    this.#options = options;
    this.batch = new UpstreamBatch((document, variables) => this.#send(document, variables));
  }

  async viewer(info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers);
    return objectOf(await this.batch.ask(ViewerDocument, {}, selection), selection);
  }

  /** @throws GatewayError `NOT_FOUND`, or `INVALID_ID` for objects of GitHub's that this schema has no type for. */
  async node(id: string, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers);
    const answer = await this.batch.ask(NodeDocument, { id }, selection);
    const node = objectOf(answer, selection);
    if (node === null && answer.value !== null) {
      throw new GatewayError("INVALID_ID", "The id names something that this gateway does not show.");
    }
    return node;
  }

  /** In the order of the ids; an error stands where an object cannot be seen. */
  async nodes(ids: readonly string[], info: GraphQLResolveInfo): Promise<readonly (GitHubObject | Error | null)[]> {
    if (ids.length === 0) return [];
    const selection = selectionOf(info, readers);
    return itemsOf(await this.batch.ask(NodesDocument, { ids }, selection), selection);
  }

  /** The repositories with these ids that can still be seen, in this order. */
  async repositoriesById(ids: readonly string[], info: GraphQLResolveInfo): Promise<readonly GitHubObject[]> {
    if (ids.length === 0) return [];
    const selection = selectionOf(info, readers);
    const text = `{ ... on Repository ${selection.text} }`;
    const items = itemsOf(await this.batch.ask(NodesDocument, { ids }, { ...selection, text }), selection);
    return items.filter((item) => isRaw(item));
  }

  async repository(
    args: { readonly owner: string; readonly name: string; readonly followRenames: boolean },
    info: GraphQLResolveInfo,
  ): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers);
    return objectOf(await this.batch.ask(RepositoryDocument, args, selection), selection);
  }

  /** The page that `repository { branches }` would show. */
  async branches(
    { owner, name }: { readonly owner: string; readonly name: string },
    info: GraphQLResolveInfo,
  ): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers, "branches");
    const answer = await this.batch.ask(RepositoryDocument, { owner, name, followRenames: true }, selection);
    const branches = objectOf(answer, selection)?.["branches"];
    if (branches instanceof Error) throw branches;
    return isRaw(branches) ? branches : null;
  }

  async repositories(args: RepositoriesArguments, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const call = this.listCall(info);
    return writeList("repositories", args, call, (at) => this.readRepositories(args, call, at));
  }

  /** Organizations of the caller. */
  async organizations(args: PageArguments, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const call = this.listCall(info);
    return writeList("organizations", args, call, (at) => readOrganizations(args, call, at));
  }

  /** Installations of the App that the caller can see; none in an edition without an App. */
  async installations(args: PageArguments, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const call = this.listCall(info);
    return writeList("installations", args, call, async (at) =>
      readInstallations(args, await this.readInstallations(), call, at),
    );
  }

  /** The installation with this global id; `null` where the caller sees none. */
  async installation(id: string): Promise<Installation | null> {
    return (await this.readInstallations()).find((installation) => installation.id === id) ?? null;
  }

  /** What is known of an organization's repositories; asks nothing of GitHub where there is no App. */
  async organizationAccess(_organization: OrganizationFacts): Promise<OrganizationAccess> {
    return { access: "FULL", restrictions: [], installation: null };
  }

  /** Forgets what was remembered of organizations, installations and repositories. */
  async refreshAccess(): Promise<void> {}

  protected readRepositories(
    args: RepositoriesArguments,
    call: ListCall,
    at: CursorPosition | undefined,
  ): Promise<ListPage> {
    return readRepositories(args, call, at);
  }

  protected async readInstallations(): Promise<readonly Installation[]> {
    return [];
  }

  protected listCall(info: GraphQLResolveInfo): ListCall {
    const { lastUsed } = this.#options;
    return { batch: this.batch, selection: selectionOf(info, readers), lastUsed };
  }

  /**
   * The budget as last reported. Waits for the calls of this operation, and makes none of its own.
   *
   * @param wantsCost Ask along with those calls what they cost.
   */
  async rateLimit(
    resource: RateLimitResource,
    { wantsCost }: { readonly wantsCost: boolean },
  ): Promise<RateLimit | null> {
    const cost = wantsCost && resource === "GRAPHQL" ? this.batch.askAlong(RateLimitCostDocument, {}) : undefined;
    await this.batch.settled();
    const limit = this.#options.rateLimits.read(await this.#budgetKey(), resource);
    const answer = (await cost)?.value;
    return limit === null || !isRaw(answer) ? limit : { ...limit, cost: Number(answer["cost"]) };
  }

  /** All budgets that are known. */
  async rateLimits(): Promise<readonly RateLimit[]> {
    await this.batch.settled();
    return this.#options.rateLimits.readAll(await this.#budgetKey());
  }

  async #budgetKey(): Promise<string> {
    try {
      return callerOf(await this.currentToken());
    } catch (error) {
      // Without a token there is no budget, and nothing has failed.
      if (error instanceof GatewayError) return "";
      throw error;
    }
  }

  async #send(document: string, variables: Readonly<Record<string, unknown>>): Promise<GraphQLAnswer> {
    const { client, signal } = this.#options;
    return this.withToken((token) => client.graphql({ document, variables, token, signal }));
  }

  /** @throws GatewayError when the caller has none that works. */
  protected currentToken(): Promise<AccessToken> {
    return this.#options.tokens.accessToken(this.#options.identity);
  }

  /** Calls GitHub with the caller's token; once more with a newer one, where GitHub refuses the first and there is one. */
  protected async withToken<Answer extends { readonly headers: Readonly<Record<string, string>> }>(
    call: (token: AccessToken) => Promise<Answer>,
  ): Promise<Answer> {
    const { tokens, identity } = this.#options;
    const token = await this.currentToken();
    try {
      const answer = await call(token);
      await tokens.accepted(identity, token, tokenFactsOf(answer.headers));
      return answer;
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== "GITHUB_TOKEN_INVALID") throw error;
      const newer = await tokens.refused(identity, token);
      if (newer === undefined) throw error;
      return call(newer);
    }
  }
}

function objectOf(answer: PartAnswer, { shape, values }: ClientSelection): GitHubObject | null {
  const shaped = shapeValue(answer.value, shape, { variables: values, list: "", hasErrors: answer.hasErrors });
  if (shaped instanceof Error) throw shaped;
  return isRaw(shaped) ? shaped : null;
}

function itemsOf(answer: PartAnswer, { shape, values }: ClientSelection): readonly (GitHubObject | Error | null)[] {
  if (!Array.isArray(answer.value)) return [];
  return answer.value.map((item: unknown) => {
    const shaped = shapeValue(item, shape, { variables: values, list: "", hasErrors: answer.hasErrors });
    return shaped instanceof Error || isRaw(shaped) ? shaped : null;
  });
}
