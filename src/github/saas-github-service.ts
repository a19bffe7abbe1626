import type { AccessRestriction } from "./access-restriction.js";
import type { GitHubServiceOptions } from "./github-caller.js";
import { GitHubService } from "./github-service.js";
import type { Access, AccessIndex, FetchRest } from "./installations/access-index.js";
import type { Installation } from "./installations/installation.js";
import { installationRestriction, notInstalledRestriction } from "./installations/installation-restrictions.js";
import { readInstalledRepositories } from "./lists/installed-repositories.js";
import type { ListCall, ListPage } from "./lists/list-call.js";
import type { RepositoriesArguments } from "./lists/repositories-arguments.js";
import type { SearchReach } from "./lists/search-reach.js";
import type { OrganizationAccess, OrganizationFacts } from "./organization-access.js";
import type { CursorPosition } from "./selection/cursor.js";

export interface SaaSGitHubServiceOptions extends GitHubServiceOptions {
  readonly accessIndex: AccessIndex;
  /** Name under which what the caller can reach is remembered. */
  readonly subject: string;
  /** Where the App is installed. */
  readonly installUrl: string;
  /** Login of the caller, as remembered at sign-in. */
  viewerLogin(): Promise<string | null>;
}

/** GitHub through the App: lists go through its installations, since nothing else can be worked on. */
export class SaaSGitHubService extends GitHubService {
  readonly #options: SaaSGitHubServiceOptions;

  constructor(options: SaaSGitHubServiceOptions) {
    super(options);
    this.#options = options;
  }

  override async organizationAccess({ login, databaseId }: OrganizationFacts): Promise<OrganizationAccess> {
    const { installations, ssoOrganizations } = await this.batch.holdFor(this.#readAccess());
    const installation = installations.find(({ account }) => account.databaseId === databaseId) ?? null;
    if (installation === null) {
      const restriction = notInstalledRestriction(login, this.#options.installUrl);
      return { access: "BLOCKED", restrictions: [restriction], installation };
    }
    const restrictions = [
      installationRestriction(installation),
      installation.needsApproval ? approvalRestriction(installation) : undefined,
      ssoOrganizations.includes(databaseId) ? this.#ssoRestriction(login) : undefined,
    ].filter((restriction) => restriction !== undefined);
    if (installation.isSuspended) return { access: "BLOCKED", restrictions, installation };
    return { access: restrictions.length === 0 ? "FULL" : "PARTIAL", restrictions, installation };
  }

  override async refreshAccess(): Promise<void> {
    this.#options.accessIndex.forget(this.#options.subject);
    await this.#readAccess();
  }

  protected override async readRepositories(
    args: RepositoriesArguments,
    call: ListCall,
    at: CursorPosition | undefined,
  ): Promise<ListPage> {
    const [access, viewerLogin] = await call.batch.holdFor(
      Promise.all([this.#readAccess(), this.#options.viewerLogin()]),
    );
    const page = await readInstalledRepositories(args, call, { access, viewerLogin, at });
    return { ...page, restrictions: this.#missing(access) };
  }

  /** What the App is not installed for cannot be worked on, even where it is public. */
  protected override async searchReach(): Promise<SearchReach> {
    const [access, viewer] = await this.batch.holdFor(Promise.all([this.#readAccess(), this.#options.viewerLogin()]));
    const within = new Set(access.repositories.map(({ nameWithOwner }) => nameWithOwner.toLowerCase()));
    return {
      viewer,
      owners: access.installations.filter(({ isSuspended }) => !isSuspended).map(({ account }) => account.login),
      repositories: [],
      includes: (nameWithOwner) => within.has(nameWithOwner.toLowerCase()),
      isExact: false,
      withheld: [],
      restrictions: this.#missing(access),
    };
  }

  protected override async readInstallations(): Promise<readonly Installation[]> {
    return (await this.batch.holdFor(this.#readAccess())).installations;
  }

  async #readAccess(): Promise<Access> {
    const { accessIndex, client, subject } = this.#options;
    const { access } = await this.withToken(async (token) => {
      // Shared by all requests of this caller: none of them may abort it.
      const fetch: FetchRest = (path, etag) =>
        client.rest(path, { token, signal: undefined, ...(etag !== undefined && { etag }) });
      return { access: await accessIndex.read(subject, token.fingerprint, fetch), headers: {} };
    });
    return access;
  }

  #missing(access: Access): readonly AccessRestriction[] {
    if (access.installations.length === 0) return [notInstalledRestriction(null, this.#options.installUrl)];
    const logins = new Map(access.installations.map(({ account }) => [account.databaseId, account.login]));
    return [...access.restrictions, ...access.ssoOrganizations.map((id) => this.#ssoRestriction(logins.get(id)))];
  }

  #ssoRestriction(login: string | undefined): AccessRestriction {
    const { webUrl } = this.#options.client.host;
    return {
      reason: "SSO_REQUIRED",
      owner: login ?? null,
      message: `${login ?? "An organization"} demands single sign-on. Sign in there, and its repositories appear.`,
      nextStep: "AUTHORIZE_SSO",
      actionUrl: login === undefined ? null : `${webUrl}/orgs/${login}/sso`,
      actionExpiresAt: null,
    };
  }
}

function approvalRestriction({ account, configureUrl }: Installation): AccessRestriction {
  return {
    reason: "PERMISSIONS_NOT_APPROVED",
    owner: account.login,
    message: `The App asks for permissions that ${account.login} has not approved yet. Its owner can approve them.`,
    nextStep: "APPROVE_PERMISSIONS",
    actionUrl: configureUrl,
    actionExpiresAt: null,
  };
}
