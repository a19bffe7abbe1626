import type { GraphQLResolveInfo } from "graphql";
import { GatewayError } from "../errors/gateway-error.js";
import { NodeDocument, NodesDocument, RepositoryDocument, ViewerDocument } from "./generated/operations.js";
import type { Installation } from "./installations/installation.js";
import { ListCaller, type ListToRead } from "./list-caller.js";
import { readBranches, type BranchesArguments } from "./lists/branches.js";
import { readInstallations } from "./lists/installations.js";
import type { ListCall, ListPage } from "./lists/list-call.js";
import { scopeOfWork, type ListScope } from "./lists/list-scope.js";
import { readOrganizations } from "./lists/organizations.js";
import type { PageArguments } from "./lists/page-arguments.js";
import { readRepositories } from "./lists/repositories.js";
import type { RepositoriesArguments } from "./lists/repositories-arguments.js";
import { readFoundRepositories, scopeOfSearch, type SearchRepositoriesArguments } from "./lists/search-repositories.js";
import { askSearchReach, type SearchReach } from "./lists/search-reach.js";
import { withoutForeignLink } from "./lists/search-text.js";
import { readWorkItems, type WorkItemsArguments } from "./lists/work-items.js";
import type { OrganizationAccess, OrganizationFacts } from "./organization-access.js";
import type { CursorPosition } from "./selection/cursor.js";
import { ObjectPlan } from "./plan/object-plan.js";
import { OwnListPlan } from "./plan/own-list-plan.js";
import { readers } from "./readers/index.js";
import { readResource } from "./resource/resource.js";
import { isRaw } from "./selection/is-raw.js";
import { itemsOf, objectOf } from "./selection/shaped-answer.js";
import { selectionOf, type ClientSelection } from "./selection/selection-of.js";
import type { Variables } from "./selection/shape.js";
import type { RootPlan } from "../plan/root-plan.js";
import { readSuggestedTasks, type SuggestedTasksArguments } from "./tasks/suggested-tasks.js";
import { readTask } from "./tasks/task-by-id.js";
import type { TypedOperation } from "./upstream/upstream-batch.js";

/** An object of GitHub's, keyed by the client's response keys; or the plan of it. */
export type GitHubObject = Readonly<Record<string, unknown>> | RootPlan;

/** What we ask of GitHub, in our words, on behalf of one caller in one request. Each failure is a `GatewayError`. */
export class GitHubService extends ListCaller {
  async viewer(info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    return this.#object(ViewerDocument, {}, info);
  }

  /** @throws GatewayError `NOT_FOUND`, or `INVALID_ID` for objects of GitHub's that this schema has no type for. */
  async node(id: string, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers);
    if (this.isPlanning) return new ObjectPlan(NodeDocument, { id }, selection);
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

  /** The user or organization with this id. */
  async owner(id: string, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers);
    const text = `{ ... on RepositoryOwner ${selection.text} }`;
    return objectOf(await this.batch.ask(NodeDocument, { id }, { ...selection, text }), selection);
  }

  async repository(
    args: { readonly owner: string; readonly name: string; readonly followRenames: boolean },
    info: GraphQLResolveInfo,
  ): Promise<GitHubObject | null> {
    return this.#object(RepositoryDocument, args, info);
  }

  /** The page that `repository { branches }` would show. */
  async branches(args: BranchesArguments, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    return readBranches(args, this.batch, selectionOf(info, readers, { reader: "branches" }));
  }

  async repositories(asked: RepositoriesArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const args = { ...asked, search: asked.search && withoutForeignLink(asked.search, this.host) };
    const of = args.visibility === "PUBLIC" ? "PUBLIC_REPOSITORIES" : "REPOSITORIES";
    const scope: ListScope = { owner: args.owner, installationId: args.installationId, of };
    if (this.isPlanning) return this.planRepositories(args, selectionOf(info, readers), scope);
    const read: ListToRead["read"] = (call, at) => this.readRepositories(args, call, at);
    return this.list({ name: "repositories", args, scope, read }, info);
  }

  /** Organizations of the caller. */
  organizations(args: PageArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const scope: ListScope = { owner: null, of: "ORGANIZATIONS" };
    const read: ListToRead["read"] = (call, at) => readOrganizations(args, call, at);
    return this.list({ name: "organizations", args, scope, read }, info);
  }

  /** Installations of the App that the caller can see; none in an edition without an App. */
  installations(args: PageArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const scope: ListScope = { owner: null, of: "ORGANIZATIONS" };
    const read: ListToRead["read"] = async (call, at) =>
      readInstallations(args, await this.readInstallations(), call, at);
    return this.list({ name: "installations", args, scope, read }, info);
  }

  /** Issues that involve the caller. */
  issues(args: WorkItemsArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const read: ListToRead["read"] = (call, at) => readWorkItems("Issue", args, call, at);
    return this.list({ name: "issues", args, scope: scopeOfWork(args), read }, info);
  }

  /** Pull requests that involve the caller. */
  pullRequests(args: WorkItemsArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const read: ListToRead["read"] = (call, at) => readWorkItems("PullRequest", args, call, at);
    return this.list({ name: "pullRequests", args, scope: scopeOfWork(args), read }, info);
  }

  /** Work that waits for the caller. */
  suggestedTasks(args: SuggestedTasksArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const read: ListToRead["read"] = (call, at) => readSuggestedTasks(args, call, at);
    return this.list({ name: "suggestedTasks", args, scope: scopeOfWork(args), read }, info);
  }

  /** The suggested task with this global id. */
  async suggestedTask(id: string, info: GraphQLResolveInfo): Promise<GitHubObject> {
    return readTask(id, this.batch, selectionOf(info, readers, { type: "SuggestedTask" }));
  }

  searchRepositories(args: SearchRepositoriesArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const read: ListToRead["read"] = (call, at) =>
      readFoundRepositories(args, call, { at, reach: () => this.searchReach(call) });
    return this.list({ name: "searchRepositories", args, scope: scopeOfSearch(args), read }, info);
  }

  /** What a link points at. */
  async resource(url: string, info: GraphQLResolveInfo): Promise<GitHubObject> {
    return readResource(url, this.host, { batch: this.batch, info });
  }

  /** The installation with this global id; `null` where the caller sees none. */
  async installation(id: string): Promise<Installation | null> {
    return (await this.readInstallations()).find((installation) => installation.id === id) ?? null;
  }

  /** What is known of an organization's repositories. */
  async organizationAccess({ login }: OrganizationFacts): Promise<OrganizationAccess> {
    const restrictions = await this.missingOf(login);
    // What is public can be worked on with any token.
    return { access: restrictions.length === 0 ? "FULL" : "PARTIAL", restrictions };
  }

  /** The App's installation at an organization; none in an edition without an App. */
  async organizationInstallation(_organization: OrganizationFacts): Promise<Installation | null> {
    return null;
  }

  /** Forgets what was remembered of organizations, installations and repositories. */
  async refreshAccess(): Promise<void> {
    await this.forget();
  }

  /** @throws NotPlanned where there is no plan for these arguments. */
  protected planRepositories(args: RepositoriesArguments, selection: ClientSelection, scope: ListScope): RootPlan {
    return new OwnListPlan({ args, selection, scope, host: this.host });
  }

  protected readRepositories(
    args: RepositoriesArguments,
    call: ListCall,
    at: CursorPosition | undefined,
  ): Promise<ListPage> {
    return readRepositories(args, call, at);
  }

  /** How far a search of what the caller can reach may look. */
  protected searchReach(call: ListCall): Promise<SearchReach> {
    return askSearchReach(call);
  }

  protected async readInstallations(): Promise<readonly Installation[]> {
    return [];
  }

  async #object<OperationVariables extends Variables>(
    operation: TypedOperation<OperationVariables>,
    variables: OperationVariables,
    info: GraphQLResolveInfo,
  ): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers);
    if (this.isPlanning) return new ObjectPlan(operation, variables, selection);
    return objectOf(await this.batch.ask(operation, variables, selection), selection);
  }
}
