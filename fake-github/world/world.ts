import { createApp, createInstallation, type AppOptions, type InstallOptions } from "./create-app.js";
import { createBranches, type BranchOptions } from "./create-branches.js";
import { createIssue, createPullRequest, type IssueOptions, type PullRequestOptions } from "./create-work-items.js";
import { createOrganization, createUser, type OrganizationOptions, type UserOptions } from "./create-accounts.js";
import { createRepository, type RepositoryOptions } from "./create-repository.js";
import { createToken, type TokenOptions } from "./create-token.js";
import type { NodeKey } from "./node-id.js";
import type { AppRecord, InstallationRecord } from "./app-records.js";
import type {
  Account,
  IssueRecord,
  NodeRecord,
  OrganizationRecord,
  Permission,
  PullRequestRecord,
  RefRecord,
  RepositoryRecord,
  TokenRecord,
  UserRecord,
} from "./records.js";

/** Options of a world. */
export interface WorldOptions {
  /** Names the world: the same seed and the same day give the same world. */
  readonly seed?: string;
  /** "Today" in milliseconds since the epoch; every date of the world counts back from it. */
  readonly now?: number;
}

/** Everything that exists on the fake GitHub. Tests add to it; nothing is ever read from a network. */
export class World {
  readonly seed: string;
  readonly now: number;
  readonly accounts = new Map<string, Account>();
  readonly repositories = new Map<string, RepositoryRecord>();
  readonly tokens = new Map<string, TokenRecord>();
  /** By client id. */
  readonly apps = new Map<string, AppRecord>();
  readonly #nodes = new Map<string, NodeRecord>();
  #lastId = 0;

  constructor(options: WorldOptions = {}) {
    this.seed = options.seed ?? "octogate";
    const day = 86_400_000;
    this.now = Math.floor((options.now ?? Date.now()) / day) * day;
  }

  /** An instant `days` before this world's today. */
  daysAgo(days: number): string {
    return new Date(this.now - Math.round(days * 86_400) * 1000).toISOString().replace(".000Z", "Z");
  }

  /** A numeric id that is not taken. */
  nextId(): number {
    this.#lastId += 7;
    return 48_000_000 + this.#lastId;
  }

  /** Makes a record findable by its node id. */
  register<T extends NodeRecord & { readonly databaseId: number }>(record: T): T {
    this.#nodes.set(`${record.__typename}:${record.databaseId}`, record);
    return record;
  }

  addUser(options: UserOptions): UserRecord {
    return this.#addAccount(createUser(this, options));
  }

  addOrganization(options: OrganizationOptions): OrganizationRecord {
    return this.#addAccount(createOrganization(this, options));
  }

  #addAccount<T extends Account>(account: T): T {
    this.accounts.set(account.login.toLowerCase(), account);
    return this.register(account);
  }

  addMember(organization: OrganizationRecord, user: UserRecord, role: "MEMBER" | "ADMIN" = "MEMBER"): void {
    organization.members.set(user.databaseId, role);
  }

  addRepository(options: RepositoryOptions): RepositoryRecord {
    const repository = this.register(createRepository(this, options));
    this.repositories.set(`${repository.owner.login}/${repository.name}`.toLowerCase(), repository);
    return repository;
  }

  addCollaborator(repository: RepositoryRecord, user: UserRecord, permission: Permission): void {
    repository.collaborators.set(user.databaseId, permission);
  }

  /** Gives the repository another name; the old one keeps leading to it, as on GitHub. */
  renameRepository(repository: RepositoryRecord, name: string): void {
    repository.name = name;
    this.addFormerName(repository, `${repository.owner.login}/${name}`);
  }

  /** Makes one more `owner/name` lead to the repository. */
  addFormerName(repository: RepositoryRecord, nameWithOwner: string): void {
    this.repositories.set(nameWithOwner.toLowerCase(), repository);
  }

  /** Adds branches by name, or so many with made-up names. */
  addBranches(repository: RepositoryRecord, what: BranchOptions): readonly RefRecord[] {
    const refs = repository.refs();
    const added = createBranches(this, repository, what);
    for (const ref of added) refs.set(ref.fullName, ref);
    repository.defaultBranch ??= added[0]?.fullName.replace("refs/heads/", "") ?? null;
    return added;
  }

  addIssue(repository: RepositoryRecord, options: IssueOptions = {}): IssueRecord {
    const issue = this.register(createIssue(this, repository, options));
    repository.items.set(issue.number, issue);
    return issue;
  }

  addPullRequest(repository: RepositoryRecord, options: PullRequestOptions = {}): PullRequestRecord {
    const pullRequest = this.register(createPullRequest(this, repository, options));
    repository.items.set(pullRequest.number, pullRequest);
    return pullRequest;
  }

  addToken(options: TokenOptions): TokenRecord {
    const token = createToken(this, options);
    this.tokens.set(token.text, token);
    return token;
  }

  addApp(options: AppOptions): AppRecord {
    const app = createApp(this, options);
    this.apps.set(app.clientId, app);
    return app;
  }

  /** Installs an App on an account or login; once more changes what was chosen before. */
  install(app: AppRecord, owner: Account | string, options: InstallOptions = {}): InstallationRecord {
    const installation = createInstallation(this, app, owner, options);
    app.installations.set(installation.account.databaseId, installation);
    return installation;
  }

  uninstall({ app, account }: InstallationRecord): void {
    app.installations.delete(account.databaseId);
  }

  account(login: string): Account | undefined {
    return this.accounts.get(login.toLowerCase());
  }

  user(login: string): UserRecord | undefined {
    const account = this.account(login);
    return account?.__typename === "User" ? account : undefined;
  }

  organization(login: string): OrganizationRecord | undefined {
    const account = this.account(login);
    return account?.__typename === "Organization" ? account : undefined;
  }

  /** The organizations of a user that enforce single sign-on. */
  ssoOrganizations({ databaseId }: UserRecord): readonly OrganizationRecord[] {
    const organizations = [...this.accounts.values()].filter((account) => account.__typename === "Organization");
    return organizations.filter(({ saml, members }) => saml && members.has(databaseId));
  }

  /** By the present or a former name. */
  repository(owner: string, name: string): RepositoryRecord | undefined {
    return this.repositories.get(`${owner}/${name}`.toLowerCase());
  }

  /** Each repository once, in the order in which they were added. */
  allRepositories(): readonly RepositoryRecord[] {
    return [...new Set(this.repositories.values())];
  }

  /** The App of this slug. */
  app(slug: string): AppRecord {
    const found = [...this.apps.values()].find((app) => app.slug === slug);
    if (found) return found;
    const known = [...this.apps.values()].map((app) => app.slug).join(", ");
    throw new Error(`This world has no App "${slug}". Add it with world.addApp, or use one of: ${known || "none"}.`);
  }

  /** The token of this name, as the command prints it. */
  token(name: string): TokenRecord {
    const found = [...this.tokens.values()].find((token) => token.name === name);
    if (!found) {
      const known = [...this.tokens.values()].map((token) => token.name).join(", ");
      throw new Error(`This world has no token named "${name}". Use one of: ${known}.`);
    }
    return found;
  }

  /** What a node id leads to, whoever may see it. */
  node({ type, parts }: NodeKey): NodeRecord | undefined {
    if (type !== "Ref" && type !== "Commit") return this.#nodes.get(`${type}:${parts.at(-1)}`);
    const repository = this.#nodes.get(`Repository:${parts[0]}`);
    if (repository?.__typename !== "Repository") return undefined;
    const key = String(parts[1]);
    if (type === "Ref") return repository.refs().get(key);
    return [...repository.refs().values()].find((ref) => ref.commit.oid === key)?.commit;
  }
}
