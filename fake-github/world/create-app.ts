import { createRandom } from "./random.js";
import type { AppKind, AppPermissions, AppRecord, InstallationRecord } from "./app-records.js";
import type { Account } from "./records.js";
import type { World } from "./world.js";

export interface AppOptions extends Partial<
  Omit<AppRecord, "databaseId" | "owner" | "installations" | "slug" | "createdAt">
> {
  readonly slug: string;
  readonly kind?: AppKind;
  /** Account or login; the first account of the world unless given. */
  readonly owner?: Account | string;
}

const PERMISSIONS: AppPermissions = {
  contents: "write",
  emails: "read",
  issues: "write",
  members: "read",
  metadata: "read",
  pull_requests: "write",
};

/** What an App asked for before it asked for more. */
const OLDER_PERMISSIONS: AppPermissions = { contents: "read", metadata: "read" };

function accountOf(world: World, account: Account | string): Account {
  if (typeof account !== "string") return account;
  const found = world.account(account);
  if (!found) throw new Error(`This world has no account "${account}". Add it before its Apps and installations.`);
  return found;
}

export function createApp(world: World, { slug, kind = "github-app", owner, ...given }: AppOptions): AppRecord {
  const random = createRandom(`${world.seed}/app/${slug}`);
  const [first] = world.accounts.values();
  const account = owner ?? first;
  if (account === undefined) throw new Error(`The App "${slug}" needs an owner. Add a user to the world first.`);
  return {
    databaseId: world.nextId(),
    slug,
    kind,
    owner: accountOf(world, account),
    name: slug,
    clientId: kind === "github-app" ? `Iv23FAKE${random.text(12)}` : `Ov23FAKE${random.text(12)}`,
    clientSecret: `FAKE${random.text(36)}`,
    redirectUris: ["http://127.0.0.1:4000/auth/callback"],
    setupUrl: null,
    authorizesOnInstall: true,
    hasExpiringTokens: kind === "github-app",
    accessTokenLife: 28_800,
    refreshTokenLife: 15_811_200,
    hasDeviceFlow: true,
    deviceInterval: 5,
    permissions: PERMISSIONS,
    events: [],
    createdAt: world.daysAgo(300),
    ...given,
    installations: new Map(),
  };
}

export interface InstallOptions {
  /** All repositories, or these names; all unless given. */
  readonly selection?: "all" | readonly string[];
  readonly suspended?: boolean;
  /** Whether the owner has yet to approve permissions that the App asked for later. */
  readonly needsApproval?: boolean;
}

export function createInstallation(
  world: World,
  app: AppRecord,
  owner: Account | string,
  { selection = "all", suspended = false, needsApproval = false }: InstallOptions,
): InstallationRecord {
  if (app.kind === "oauth-app") throw new Error(`"${app.slug}" is an OAuth App. Only a GitHub App can be installed.`);
  const account = accountOf(world, owner);
  const former = app.installations.get(account.databaseId);
  return {
    databaseId: former?.databaseId ?? world.nextId(),
    app,
    account,
    selection: selection === "all" ? "all" : new Set(selection.map((name) => idOf(world, account, name))),
    suspendedAt: suspended ? world.daysAgo(1) : null,
    permissions: needsApproval ? OLDER_PERMISSIONS : app.permissions,
    createdAt: former?.createdAt ?? world.daysAgo(30),
    updatedAt: world.daysAgo(former ? 0 : 30),
  };
}

function idOf(world: World, { login }: Account, name: string): number {
  const repository = world.repository(login, name);
  if (repository) return repository.databaseId;
  throw new Error(`"${login}" has no repository "${name}". Add it before the App is installed for it.`);
}
