import { createRandom } from "./random.js";
import type { AppRecord } from "./app-records.js";
import type { TokenKind, TokenRecord, UserRecord } from "./records.js";
import type { World } from "./world.js";

export interface TokenOptions {
  /** Defaults to the user's login and the kind. */
  readonly name?: string;
  /** Defaults to a made-up one in the form of the kind. */
  readonly text?: string;
  /** User or login. */
  readonly user: UserRecord | string;
  readonly kind?: TokenKind;
  readonly scopes?: readonly string[];
  /** The App that it is issued to; its installations limit a token of the kind `app-user`. */
  readonly app?: AppRecord;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  /** Milliseconds since the epoch. */
  readonly validFrom?: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number | null;
  readonly revoked?: boolean;
  /** Logins of organizations. */
  readonly ssoAuthorized?: readonly string[];
  readonly pendingApproval?: boolean;
  readonly reach?: readonly string[] | null;
}

function tokenText(world: World, name: string, kind: TokenKind): string {
  const random = createRandom(`${world.seed}/token/${name}`);
  // The letters after the prefix tell anyone who finds such a token in a file that it opens nothing.
  switch (kind) {
    case "classic":
      return `ghp_FAKE${random.text(32)}`;
    case "fine-grained":
      return `github_pat_11FAKE${random.text(16)}_${random.text(59)}`;
    case "oauth-app":
      return `gho_FAKE${random.text(32)}`;
    case "app-user":
      return `ghu_FAKE${random.text(32)}`;
    default:
      return kind satisfies never;
  }
}

const WIDE_SCOPES = ["read:org", "read:user", "repo", "user:email", "workflow"];

function ownerOf(world: World, user: UserRecord | string): UserRecord {
  if (typeof user !== "string") return user;
  const found = world.user(user);
  if (!found) throw new Error(`This world has no user "${user}". Add the user before the token.`);
  return found;
}

export function createToken(world: World, options: TokenOptions): TokenRecord {
  const kind = options.kind ?? "classic";
  const user = ownerOf(world, options.user);
  const name = options.name ?? `${user.login}-${kind}`;
  const hasScopes = kind === "classic" || kind === "oauth-app";
  const yearLater = world.now + 365 * 86_400_000;
  return {
    name,
    text: options.text ?? tokenText(world, name, kind),
    kind,
    user,
    scopes: hasScopes ? (options.scopes ?? WIDE_SCOPES).toSorted() : [],
    app: options.app ?? null,
    createdAt: options.createdAt ?? world.now,
    validFrom: options.validFrom ?? 0,
    expiresAt: options.expiresAt === undefined ? (kind === "fine-grained" ? yearLater : null) : options.expiresAt,
    revoked: options.revoked ?? false,
    ssoAuthorized: new Set(options.ssoAuthorized ?? []),
    pendingApproval: options.pendingApproval ?? false,
    reach: options.reach === undefined ? (kind === "fine-grained" ? [user.login] : null) : options.reach,
  };
}
