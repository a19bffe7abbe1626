import type { Session, SessionData } from "express-session";
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import type { UserId } from "../identity.js";

declare module "express-session" {
  // All that is known of a session: whose it is and how old. Tokens, settings and names are elsewhere.
  interface SessionData {
    userId: UserId;
    /** Milliseconds since 1970, as is `seenAt`. */
    createdAt: number;
    seenAt: number;
  }
}

export type LiveSession = Session & SessionData;

/** What express-session puts on a request. `session` is gone once nobody is signed in any more. */
export interface SessionRequest extends IncomingMessage {
  sessionID?: string;
  session?: Session & Partial<SessionData>;
  sessionStore?: { generate(request: IncomingMessage): void };
}

/** How long sessions live, in milliseconds. */
export interface SessionLife {
  /** Without being used. */
  readonly idleMs: number;
  /** However much it is used. */
  readonly maxMs: number;
}

const FORMAT = 1;
const time = v.pipe(v.number(), v.safeInteger());

const RecordSchema = v.object({
  v: v.literal(FORMAT),
  userId: v.pipe(v.string(), v.regex(/^[1-9]\d{0,18}$/)),
  createdAt: time,
  seenAt: time,
});

/** When a session ends if it is not used again; milliseconds since 1970. */
export function endOf({ createdAt, seenAt }: Pick<SessionData, "createdAt" | "seenAt">, life: SessionLife): number {
  return Math.min(seenAt + life.idleMs, createdAt + life.maxMs);
}

/** What is stored of a session, for connect-redis. What is not a record of ours counts as no session. */
export const SESSION_RECORD = {
  stringify({ userId, createdAt, seenAt }: SessionData): string {
    return JSON.stringify({ v: FORMAT, userId, createdAt, seenAt });
  },
  parse(text: string): SessionData {
    const record = v.safeParse(v.pipe(v.string(), v.parseJson(), RecordSchema), text);
    if (!record.success) return NONE;
    const { userId, createdAt, seenAt } = record.output;
    // express-session wants to know of a cookie; ours does not depend on the session.
    return { userId: userId as UserId, createdAt, seenAt, cookie: { originalMaxAge: null } };
  },
};

// connect-redis hands on what the serializer gives, and express-session takes null for "no such session".
const NONE = null as unknown as SessionData;
