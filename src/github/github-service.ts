import type { GraphQLResolveInfo } from "graphql";
import { GatewayError } from "../errors/gateway-error.js";
import { NodeDocument, NodesDocument, RepositoryDocument, ViewerDocument } from "./generated/operations.js";
import { GitHubLists, type GitHubObject } from "./github-lists.js";
import type { Installation } from "./installations/installation.js";
import { readBranches, type BranchesArguments } from "./lists/branches.js";
import type { OrganizationAccess, OrganizationFacts } from "./organization-access.js";
import { ObjectPlan } from "./plan/object-plan.js";
import { readers } from "./readers/index.js";
import { readLink } from "./resource/read-link.js";
import { readResource } from "./resource/resource.js";
import { isRaw } from "./selection/is-raw.js";
import { itemsOf, objectOf } from "./selection/shaped-answer.js";
import { selectionOf } from "./selection/selection-of.js";
import type { Variables } from "./selection/shape.js";
import { readTask } from "./tasks/task-by-id.js";
import type { TypedOperation } from "./upstream/upstream-batch.js";

/** What we ask of GitHub, in our words, on behalf of one caller in one request. Each failure is a `GatewayError`. */
export class GitHubService extends GitHubLists {
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
    return this.explained(args.owner, this.#object(RepositoryDocument, args, info));
  }

  /** The page that `repository { branches }` would show. */
  async branches(args: BranchesArguments, info: GraphQLResolveInfo): Promise<GitHubObject | null> {
    const selection = selectionOf(info, readers, { reader: "branches" });
    return this.explained(args.owner, readBranches(args, this.batch, selection));
  }

  /** The suggested task with this global id. */
  async suggestedTask(id: string, info: GraphQLResolveInfo): Promise<GitHubObject> {
    return readTask(id, this.batch, selectionOf(info, readers, { type: "SuggestedTask" }));
  }

  /** What a link points at. */
  async resource(url: string, info: GraphQLResolveInfo): Promise<GitHubObject> {
    const link = readLink(url, this.host);
    const reading = readResource(link, { batch: this.batch, info });
    return link.kind === "account" ? reading : this.explained(link.owner, reading);
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

  /** Says why GitHub finds nothing of an owner, where this edition knows a reason. */
  protected explained<Value>(_owner: string, reading: Promise<Value>): Promise<Value> {
    return reading;
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
