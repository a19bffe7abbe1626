import type { GraphQLResolveInfo } from "graphql";
import type { Installation } from "./installations/installation.js";
import { ListCaller, type ListToRead } from "./list-caller.js";
import { readInstallations } from "./lists/installations.js";
import type { ListCall, ListPage } from "./lists/list-call.js";
import { scopeOfRepositories, scopeOfWork, type ListScope } from "./lists/list-scope.js";
import { readOrganizations } from "./lists/organizations.js";
import type { PageArguments } from "./lists/page-arguments.js";
import { readRepositories } from "./lists/repositories.js";
import { withText, type RepositoriesArguments } from "./lists/repositories-arguments.js";
import { readFoundRepositories, scopeOfSearch, type SearchRepositoriesArguments } from "./lists/search-repositories.js";
import { askSearchReach, type SearchReach } from "./lists/search-reach.js";
import { readWorkItems, type WorkItemsArguments } from "./lists/work-items.js";
import type { CursorPosition } from "./selection/cursor.js";
import { OwnListPlan } from "./plan/own-list-plan.js";
import { readers } from "./readers/index.js";
import { selectionOf, type ClientSelection } from "./selection/selection-of.js";
import { NotPlanned } from "../plan/not-planned.js";
import type { RootPlan } from "../plan/root-plan.js";
import { readSuggestedTasks, type SuggestedTasksArguments } from "./tasks/suggested-tasks.js";

/** An object of GitHub's, keyed by the client's response keys; or the plan of it. */
export type GitHubObject = Readonly<Record<string, unknown>> | RootPlan;

/** The lists of the schema's query type, as one caller sees them. */
export class GitHubLists extends ListCaller {
  // Every list of one operation that searches needs the same.
  #reach: Promise<SearchReach> | undefined;

  async repositories(given: RepositoriesArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const args = withText(given, this.host);
    const scope = scopeOfRepositories(args);
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

  searchRepositories(args: SearchRepositoriesArguments, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const read: ListToRead["read"] = (call, at) =>
      readFoundRepositories(args, call, { at, reach: () => this.searchReach(call) });
    return this.list({ name: "searchRepositories", args, scope: scopeOfSearch(args), read }, info);
  }

  /** @throws NotPlanned where there is no plan for these arguments. */
  protected planRepositories(args: RepositoriesArguments, selection: ClientSelection, scope: ListScope): RootPlan {
    // To GitHub no affiliation means all of them.
    if (args.affiliations.length === 0) throw new NotPlanned("form");
    return new OwnListPlan({ args, selection, scope, host: this.host });
  }

  protected readRepositories(
    args: RepositoriesArguments,
    call: ListCall,
    at: CursorPosition | undefined,
  ): Promise<ListPage> {
    return readRepositories(args, call, { at, reach: () => this.searchReach(call) });
  }

  /** How far a search of what the caller can reach may look. */
  protected searchReach(call: ListCall): Promise<SearchReach> {
    return (this.#reach ??= askSearchReach(call));
  }

  protected async readInstallations(): Promise<readonly Installation[]> {
    return [];
  }
}
