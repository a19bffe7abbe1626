import type { IncomingMessage } from "node:http";
import type { Credential } from "../credential.js";
import type { Identity, UserId } from "../identity.js";
import type { Account, SessionState } from "../session-state.js";
import type { UserAuth } from "../user-auth.js";
import { sessionOf } from "./session-of-request.js";
import { endOf, type SessionLife } from "./session-record.js";

/** What is remembered of a user's access to GitHub, without a call to it. */
export interface RememberedAccess {
  account(userId: UserId): Promise<Account | null>;
  credential(userId: UserId): Promise<Credential | null>;
}

export interface SessionUserAuthOptions {
  readonly access: RememberedAccess;
  readonly life: SessionLife;
}

/** A caller is who their session says; whether GitHub can be asked for them is another matter. */
export class SessionUserAuth implements UserAuth {
  readonly #options: SessionUserAuthOptions;

  constructor(options: SessionUserAuthOptions) {
    this.#options = options;
  }

  identify(request: IncomingMessage): Identity {
    const session = sessionOf(request);
    return session === undefined ? { kind: "anonymous" } : { kind: "user", userId: session.userId };
  }

  async session(identity: Identity, request: IncomingMessage): Promise<SessionState> {
    if (identity.kind !== "user") return ANONYMOUS;
    const { access, life } = this.#options;
    const [account, credential] = await Promise.all([
      access.account(identity.userId),
      access.credential(identity.userId),
    ]);
    const session = sessionOf(request);
    return {
      ...statusWith(credential),
      account,
      credential,
      createdAt: session === undefined ? null : new Date(session.createdAt).toISOString(),
      expiresAt: session === undefined ? null : new Date(endOf(session, life)).toISOString(),
    };
  }
}

const ANONYMOUS: SessionState = {
  status: "ANONYMOUS",
  account: null,
  credential: null,
  nextStep: "LOG_IN",
  createdAt: null,
  expiresAt: null,
};

/** The gateway renews what expires by itself: only what it cannot use any more is the user's to mend. */
function statusWith(credential: Credential | null): Pick<SessionState, "status" | "nextStep"> {
  switch (credential?.status) {
    case "VALID":
    case "EXPIRING":
    case "EXPIRED":
      return { status: "AUTHENTICATED", nextStep: "NONE" };
    default:
      return { status: "REAUTHENTICATION_REQUIRED", nextStep: "RECONNECT_GITHUB" };
  }
}
