import { RedisStore } from "connect-redis";
import { Store, type SessionData } from "express-session";
import { createHash, randomUUID } from "node:crypto";
import { redisUnavailable, type RedisClient } from "../../storage/redis-connection.js";
import { RedisScript } from "../../storage/redis-script.js";
import type { UserId } from "../identity.js";
import { endOf, SESSION_RECORD, type LiveSession, type SessionLife, type SessionRequest } from "./session-record.js";

const PREFIX = "session:";
const EXPECTED_MS = 30_000;

export interface SessionStoreOptions {
  readonly redis: RedisClient;
  readonly life: SessionLife;
  readonly now: () => number;
}

type Callback<T = void> = (error?: unknown, result?: T) => void;

// A session that has ended meanwhile must stay ended.
const RENEW = new RedisScript("return redis.call('SET', KEYS[1], ARGV[1], 'XX', 'PX', ARGV[2]) and 1 or 0");

/**
 * Sessions in Redis, in the shape that express-session asks for. Keys are hashes of the ids: who reads the store cannot
 * make cookies of it. Failures are GatewayErrors `SESSION_STORE_UNAVAILABLE`: a session that cannot be read has not
 * ended.
 */
export class SessionStore extends Store {
  readonly #options: SessionStoreOptions;
  readonly #records: RedisStore;
  readonly #stored = new WeakSet<SessionData>();
  readonly #renewals = new Set<Promise<void>>();

  constructor(options: SessionStoreOptions) {
    super();
    this.#options = options;
    const { redis, life, now } = options;
    this.#records = new RedisStore({
      client: redis,
      prefix: PREFIX,
      serializer: SESSION_RECORD,
      ttl: (session) => Math.ceil((endOf(session, life) - now()) / 1000),
    });
  }

  override get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    void this.#records.get(nameOf(id), (error?: unknown, session?: SessionData | null) => {
      if (error) return callback(redisUnavailable(error));
      callback(null, session && endOf(session, this.#options.life) > this.#options.now() ? session : null);
    });
  }

  /** Once for each session: express-session saves a new one again at the end of its request. */
  override set(id: string, session: SessionData, callback: Callback = ignore): void {
    if (this.#stored.has(session)) return callback();
    void settle(this.#write(nameOf(id), session), callback);
  }

  override destroy(id: string, callback: Callback = ignore): void {
    void this.#records.destroy(nameOf(id), (error?: unknown) => callback(error ? redisUnavailable(error) : undefined));
  }

  /** Makes a session that another request began the one of this request; undefined when it has ended since. */
  async adopt(request: SessionRequest, id: string): Promise<LiveSession | undefined> {
    const found = await new Promise<SessionData | null | undefined>((resolve, reject) => {
      this.get(id, (error, session) => (error ? reject(error) : resolve(session)));
    });
    if (!found) return undefined;
    request.sessionID = id;
    // Typed for Express, whose requests are these.
    const session = this.createSession(request as never, found);
    this.#stored.add(session);
    return session;
  }

  /** Stores that a session is seen now. Does nothing to one that has ended meanwhile. */
  renew(id: string, session: SessionData): Promise<void> {
    const renewal = this.#renew(id, session).finally(() => this.#renewals.delete(renewal));
    this.#renewals.add(renewal);
    return renewal;
  }

  /** Waits for renewals, which no request waits for. */
  async drain(): Promise<void> {
    await Promise.allSettled(this.#renewals);
  }

  async #renew(id: string, session: SessionData): Promise<void> {
    const { redis, life, now } = this.#options;
    session.seenAt = now();
    // Stored here, and not at the end of the request, where a failure would cut off the answer.
    this.#stored.add(session);
    const left = Math.max(1, Math.ceil(endOf(session, life) - now()));
    await asked(RENEW.run(redis, [PREFIX + nameOf(id)], [SESSION_RECORD.stringify(session), left]));
    await asked(redis.zadd(indexOf(session.userId), "XX", endOf(session, life), nameOf(id)));
  }

  /** Ends one session; answers how many there were of it. */
  async end(id: string, userId: UserId): Promise<number> {
    return this.#end(nameOf(id), userId);
  }

  /** Ends every session of a user; answers how many there were. */
  async endAll(userId: UserId): Promise<number> {
    const names = await asked(this.#options.redis.zrange(indexOf(userId), 0, -1));
    const ended = await Promise.all(names.map((name) => this.#end(name, userId)));
    return ended.reduce((sum, count) => sum + count, 0);
  }

  /** How many sessions of a user live now. */
  async count(userId: UserId): Promise<number> {
    return asked(this.#options.redis.zcount(indexOf(userId), this.#options.now(), "+inf"));
  }

  /**
   * Counts a session that is about to begin, until `begun` is called or half a minute has gone by: a logout elsewhere
   * must not take it for nobody's.
   */
  async expect(userId: UserId): Promise<{ begun(): Promise<void> }> {
    const { redis, now } = this.#options;
    const name = `expected-${randomUUID()}`;
    await asked(redis.zadd(indexOf(userId), now() + EXPECTED_MS, name));
    return { begun: async () => void (await asked(redis.zrem(indexOf(userId), name))) };
  }

  /** Remembers that a user was here; answers whether it was for the first time. */
  async welcome(userId: UserId): Promise<boolean> {
    const { redis, now } = this.#options;
    return (await asked(redis.set(`user:${userId}`, new Date(now()).toISOString(), "NX"))) === "OK";
  }

  async #write(name: string, session: SessionData): Promise<void> {
    // In the index first: a session that is not in there could not be ended everywhere.
    await this.#list(name, session);
    await new Promise<void>((resolve, reject) => {
      void this.#records.set(name, session, (error?: unknown) => (error ? reject(redisUnavailable(error)) : resolve()));
    });
    this.#stored.add(session);
  }

  async #end(name: string, userId: UserId): Promise<number> {
    const { redis } = this.#options;
    const count = await asked(redis.del(PREFIX + name));
    await asked(redis.zrem(indexOf(userId), name));
    return count;
  }

  async #list(name: string, session: SessionData): Promise<void> {
    const { redis, life, now } = this.#options;
    const index = indexOf(session.userId);
    await asked(redis.zadd(index, endOf(session, life), name));
    await asked(redis.zremrangebyscore(index, "-inf", now()));
    await asked(redis.pexpire(index, life.maxMs));
  }
}

function nameOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

function indexOf(userId: UserId): string {
  return `sessions:${userId}`;
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw redisUnavailable(error);
  }
}

/** Tells a callback how a promise ended. */
async function settle(work: Promise<void>, callback: Callback): Promise<void> {
  try {
    await work;
  } catch (error) {
    return callback(error);
  }
  callback();
}

function ignore(): void {}
