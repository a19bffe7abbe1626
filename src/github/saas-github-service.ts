import type { AccessToken } from "../auth/access-token.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { RootPlan } from "../plan/root-plan.js";
import type { AccessRestriction } from "./access-restriction.js";
import type { GitHubServiceOptions } from "./github-caller.js";
import { GitHubService } from "./github-service.js";
import type { Access, AccessIndex, Installed } from "./installations/access-index.js";
import { CallerAccess } from "./installations/caller-access.js";
import type { Installation } from "./installations/installation.js";
import { missingInstallation } from "./installations/missing-installation.js";
import { notInstalledRestriction } from "./installations/installation-restrictions.js";
import { readInstalledRepositories } from "./lists/installed-repositories.js";
import type { ListCall, ListPage } from "./lists/list-call.js";
import { concerns, type ListScope } from "./lists/list-scope.js";
import type { RepositoriesArguments } from "./lists/repositories-arguments.js";
import type { SearchReach } from "./lists/search-reach.js";
import type { OrganizationAccess, OrganizationFacts } from "./organization-access.js";
import { restrictionsOf } from "./restrictions.js";
import type { SharedForgetting } from "./shared-forgetting.js";
import { InstalledListPlan } from "./plan/installed-list-plan.js";
import type { PlanCaller } from "./plan/field-plan.js";
import type { CursorPosition } from "./selection/cursor.js";
import type { ClientSelection } from "./selection/selection-of.js";

export interface SaaSGitHubServiceOptions extends GitHubServiceOptions {
  readonly accessIndex: AccessIndex;
  /** Where other replicas remember the same callers. */
  readonly forgetting: SharedForgetting;
  /** Where the App is installed. */
  readonly installUrl: string;
  /** Login of the caller, as remembered at sign-in. */
  viewerLogin(): Promise<string | null>;
}

/** GitHub through the App: lists go through its installations, since nothing else can be worked on. */
export class SaaSGitHubService extends GitHubService {
  readonly #options: SaaSGitHubServiceOptions;
  readonly #access: CallerAccess;

  constructor(options: SaaSGitHubServiceOptions) {
    super(options);
    this.#options = options;
    const { accessIndex, subject } = options;
    this.#access = new CallerAccess({ accessIndex, subject, upstream: this.upstream, client: this.client });
  }

  override async organizationAccess(organization: OrganizationFacts): Promise<OrganizationAccess> {
    const installed = await this.batch.holdFor(this.#access.readInstalled());
    const installation = installationAt(organization, installed);
    const missing = this.#missingFrom(installed, { owner: organization.login, of: "REPOSITORIES" }, []);
    const restrictions = await this.batch.holdFor(missing);
    if (installation === null || installation.isSuspended) return { access: "BLOCKED", restrictions };
    return { access: restrictions.length === 0 ? "FULL" : "PARTIAL", restrictions };
  }

  override async organizationInstallation(organization: OrganizationFacts): Promise<Installation | null> {
    return installationAt(organization, await this.batch.holdFor(this.#access.readInstalled()));
  }

  override async refreshAccess(): Promise<void> {
    await super.refreshAccess();
    await this.#access.read();
  }

  override async forget(): Promise<void> {
    const { forgetting, subject, caller } = this.#options;
    const forgotten = super.forget();
    this.#access.forget();
    await forgotten;
    // Of nobody nothing is remembered.
    if (caller.identity.kind !== "anonymous") await forgetting.tellToForget(subject);
  }

  protected override planRepositories(
    args: RepositoriesArguments,
    selection: ClientSelection,
    scope: ListScope,
  ): RootPlan {
    const lacks = (access: Access) =>
      access.sso.length > 0 || this.#missingBeside([], access, scopeWithin(access, scope)).length > 0;
    return new InstalledListPlan({ args, selection, lacks });
  }

  protected override planCaller(token: AccessToken): PlanCaller {
    return { token, access: () => this.#access.known(token) ?? this.#access.read() };
  }

  protected override async readRepositories(
    args: RepositoriesArguments,
    call: ListCall,
    at: CursorPosition | undefined,
  ): Promise<ListPage> {
    const [access, viewerLogin] = await call.batch.holdFor(
      Promise.all([this.#access.read(), this.#options.viewerLogin()]),
    );
    return readInstalledRepositories(args, call, { access, viewerLogin, at });
  }

  /** What the App is not installed for cannot be worked on, even where it is public. */
  protected override async searchReach(): Promise<SearchReach> {
    const [access, viewer] = await this.batch.holdFor(Promise.all([this.#access.read(), this.#options.viewerLogin()]));
    const within = new Set(access.repositories.map(({ nameWithOwner }) => nameWithOwner.toLowerCase()));
    return {
      viewer,
      owners: access.installations.filter(({ isSuspended }) => !isSuspended).map(({ account }) => account.login),
      repositories: [],
      includes: (nameWithOwner) => within.has(nameWithOwner.toLowerCase()),
      isExact: false,
      withheld: [],
      restrictions: [],
    };
  }

  protected override async readInstallations(): Promise<readonly Installation[]> {
    return (await this.batch.holdFor(this.#access.readInstalled())).installations;
  }

  /** Lists of work end where the App's installations end, and say no more of it than a list of repositories would. */
  protected override async outOfReach(
    scope: ListScope,
    call: ListCall,
    reading: Promise<ListPage>,
  ): Promise<readonly AccessRestriction[]> {
    if (scope.of === "ANYBODYS") {
      await reading;
      return this.ssoRestrictions(scope, call, await this.upstream.currentToken());
    }
    try {
      await Promise.all([this.#access.readInstalled(), reading]);
      // Once more: a list of repositories knows more of them by now.
      return await this.#missingFrom(await this.#access.readInstalled(), scope, call.headers);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      // The list is there all the same, and must not look complete.
      return restrictionsOf([error]);
    }
  }

  /** To the App, what it is not installed for is not there. */
  protected override async explained<Value>(owner: string, reading: Promise<Value>): Promise<Value> {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== "NOT_FOUND") throw error;
      const { installations } = await this.#access.readInstalled();
      throw missingInstallation(owner, installations, { installUrl: this.#options.installUrl, cause: error }) ?? error;
    }
  }

  async #missingFrom(
    installed: Installed,
    scope: ListScope,
    answered: ListCall["headers"],
  ): Promise<readonly AccessRestriction[]> {
    const asked = scopeWithin(installed, scope);
    const headers = [...answered, ...installed.sso.map((sso) => ({ "x-github-sso": sso }))];
    const sso = await this.ssoRestrictions(asked, { headers }, await this.upstream.currentToken());
    return this.#missingBeside(sso, installed, asked);
  }

  /** What is missing besides what single sign-on keeps back. */
  #missingBeside(
    sso: readonly AccessRestriction[],
    installed: Installed,
    asked: ListScope,
  ): readonly AccessRestriction[] {
    const { installations } = installed;
    const notInstalled = notInstalledRestriction(asked.owner, this.#options.installUrl);
    if (installations.length === 0) return [...sso, notInstalled];
    // Each organization of a list of organizations says this itself.
    if (asked.of === "ORGANIZATIONS") return sso;
    const owners = [...installations.map(({ account }) => account.login), ...sso.map(({ owner }) => owner)];
    const found = installed.restrictions.filter(({ owner }) => concerns(asked, owner));
    return [...sso, ...found, ...(owners.some((owner) => concerns(asked, owner)) ? [] : [notInstalled])];
  }
}

function installationAt({ databaseId }: OrganizationFacts, { installations }: Installed): Installation | null {
  return installations.find(({ account }) => account.databaseId === databaseId) ?? null;
}

/** A scope of one installation is one of its owner. */
function scopeWithin({ installations }: Installed, scope: ListScope): ListScope {
  const chosen = installations.find(({ id }) => id === scope.installationId);
  return chosen === undefined ? scope : { ...scope, owner: chosen.account.login };
}
