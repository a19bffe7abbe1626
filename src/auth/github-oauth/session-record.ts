import type { SessionData } from "express-session";
import type { IncomingMessage } from "node:http";
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

/** What is stored of a session. */
export type SessionRecord = Pick<SessionData, "userId" | "createdAt" | "seenAt">;

/** A session, with its id, which is as good as the cookie. */
export interface LiveSession extends SessionRecord {
  readonly id: string;
}

/** A request whose session is looked up: undefined until then, and null when nobody is signed in. */
export interface SessionRequest extends IncomingMessage {
  session?: LiveSession | null;
}

/** How long sessions live, in milliseconds. */
export interface SessionLife {
  /** Without being used. */
  readonly idleMs: number;
  /** However much it is used. */
  readonly maxMs: number;
}

const FORMAT = 1;
const USER_ID = /^[1-9]\d{0,18}$/;

/** When a session ends if it is not used again; milliseconds since 1970. */
export function endOf({ createdAt, seenAt }: Pick<SessionRecord, "createdAt" | "seenAt">, life: SessionLife): number {
  return Math.min(seenAt + life.idleMs, createdAt + life.maxMs);
}

export function toStored({ userId, createdAt, seenAt }: SessionRecord): string {
  return JSON.stringify({ v: FORMAT, userId, createdAt, seenAt });
}

/** Undoes `toStored`. What is not a record of ours counts as no session. */
export function fromStored(text: string): SessionRecord | null {
  const { v, userId, createdAt, seenAt } = parsed(text);
  // By hand: a schema takes longer for it than the whole rest of reading a session, and each request reads one.
  if (v !== FORMAT || typeof userId !== "string" || !USER_ID.test(userId)) return null;
  return isTime(createdAt) && isTime(seenAt) ? { userId: userId as UserId, createdAt, seenAt } : null;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
