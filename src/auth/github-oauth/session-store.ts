import { RedisStore } from "connect-redis";
import { randomBytes, randomUUID } from "node:crypto";
import type { GatewayError } from "../../errors/gateway-error.js";
import { redisUnavailable, type RedisClient } from "../../storage/redis-connection.js";
import { RedisScript } from "../../storage/redis-script.js";
import type { UserId } from "../identity.js";
import type { SessionMemory } from "./session-memory.js";
import { sessionName } from "./session-name.js";
import { endOf, fromStored, toStored, type LiveSession, type SessionLife } from "./session-record.js";
import { WorkUnderWay } from "./work-under-way.js";

const PREFIX = "session:";
const EXPECTED = "expected-";
const EXPECTED_MS = 30_000;

export interface SessionStoreOptions {
  readonly redis: RedisClient;
  readonly memory: SessionMemory;
  readonly life: SessionLife;
  readonly now: () => number;
}

/** @param error `undefined` where the session could be looked for. */
export type OnSession = (error: GatewayError | undefined, session: LiveSession | undefined) => void;

/**
 * ARGV: when it was seen as far as the caller knows, the record, its life. A session that has ended meanwhile must stay
 * ended, and one that another request has renewed needs no second write.
 */
const RENEW = new RedisScript(`
local stored = redis.call('GET', KEYS[1])
if not stored or cjson.decode(stored).seenAt ~= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`);

/**
 * Sessions in Redis. Keys are hashes of the ids: who reads the store cannot make cookies of it. Failures are
 * GatewayErrors `SESSION_STORE_UNAVAILABLE`: a session that cannot be read has not ended.
 */
export class SessionStore {
  readonly #options: SessionStoreOptions;
  readonly #records: RedisStore;
  readonly #renewals = new WorkUnderWay();

  constructor(options: SessionStoreOptions) {
    this.#options = options;
    const { redis, life, now } = options;
    this.#records = new RedisStore({
      client: redis,
      prefix: PREFIX,
      // Reading needs less than express-session asks for: see `find`.
      serializer: { stringify: toStored, parse: JSON.parse },
      ttl: (session) => Math.ceil((endOf(session, life) - now()) / 1000),
    });
  }

  /** The session with this id, if it lives. */
  find(id: string): Promise<LiveSession | undefined> {
    return new Promise((resolve, reject) => {
      this.look({ id, name: sessionName(id) }, (error, session) =>
        error === undefined ? resolve(session) : reject(error),
      );
    });
  }

  /** The session of this name, if it lives and there is no need to ask Redis for it. */
  held(name: string): LiveSession | undefined {
    const { memory, life, now } = this.#options;
    const session = memory.get(name);
    return session === undefined || endOf(session, life) <= now() ? undefined : session;
  }

  /** `find` in Node's form, for each request. One command of Redis, and no promise of its own. */
  look({ id, name }: { readonly id: string; readonly name: string }, done: OnSession): void {
    const { redis, memory, life, now } = this.#options;
    const since = memory.reading();
    void redis.get(PREFIX + name, (error, text) => {
      if (error !== null && error !== undefined) return done(redisUnavailable(error), undefined);
      const record = typeof text === "string" ? fromStored(text) : null;
      if (record === null || endOf(record, life) <= now()) return done(undefined, undefined);
      const session = { ...record, id };
      memory.hold(name, session, since);
      done(undefined, session);
    });
  }

  /** Begins a session of a user, under an id that nobody can know. */
  async begin(userId: UserId): Promise<LiveSession> {
    const now = this.#options.now();
    const session = { id: randomBytes(32).toString("base64url"), userId, createdAt: now, seenAt: now };
    // In the index first: a session that is not in there could not be ended everywhere.
    await this.#list(session);
    await this.#write(session);
    if (await this.#isListed(session)) return session;
    // The user was signed out everywhere between the two: this is the sign-in that comes after it.
    await this.end(session);
    return this.begin(userId);
  }

  /** Stores that a session is seen now. Does nothing to one that has ended or was renewed meanwhile. */
  renew(session: LiveSession): Promise<void> {
    return this.#renewals.add(this.#renew(session));
  }

  /** Waits for renewals, which no request waits for. */
  drain(): Promise<void> {
    return this.#renewals.drain();
  }

  /** Ends one session; answers how many there were of it. */
  async end({ id, userId }: LiveSession): Promise<number> {
    return this.#end(sessionName(id), userId);
  }

  /** Ends every session of a user; answers how many there were. */
  async endAll(userId: UserId): Promise<number> {
    const names = await asked(this.#options.redis.zrange(indexOf(userId), 0, -1));
    // Whoever is about to sign in is not signed out, and keeps what was put there for them.
    const sessions = names.filter((name) => !name.startsWith(EXPECTED));
    const ended = await Promise.all(sessions.map((name) => this.#end(name, userId)));
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
    const name = `${EXPECTED}${randomUUID()}`;
    await asked(redis.zadd(indexOf(userId), now() + EXPECTED_MS, name));
    return { begun: async () => void (await asked(redis.zrem(indexOf(userId), name))) };
  }

  /** Remembers since when a user is known, in milliseconds since 1970; answers whether it is from now on. */
  async welcome(userId: UserId): Promise<boolean> {
    const { redis, now } = this.#options;
    return (await asked(redis.set(`user:${userId}`, now(), "NX"))) === "OK";
  }

  /** As express-session does it: a session of its own, saved to the store of its own. */
  async #write({ id, ...record }: LiveSession): Promise<void> {
    const request = { sessionID: sessionName(id), sessionStore: this.#records };
    // Typed for Express, whose requests have far more than is needed. Our cookie does not depend on the session.
    const session = this.#records.createSession(request as never, { ...record, cookie: { originalMaxAge: null } });
    await new Promise<void>((resolve, reject) => {
      session.save((error?: unknown) => (error ? reject(redisUnavailable(error)) : resolve()));
    });
  }

  async #renew(session: LiveSession): Promise<void> {
    const { redis, life, now } = this.#options;
    const before = session.seenAt;
    session.seenAt = now();
    const left = Math.max(1, Math.ceil(endOf(session, life) - now()));
    const values = [before, toStored(session), left];
    if ((await asked(RENEW.run(redis, [PREFIX + sessionName(session.id)], values))) !== 1) return;
    await asked(redis.zadd(indexOf(session.userId), "XX", endOf(session, life), sessionName(session.id)));
  }

  async #end(name: string, userId: UserId): Promise<number> {
    const { redis, memory } = this.#options;
    const count = await asked(redis.del(PREFIX + name));
    await asked(redis.zrem(indexOf(userId), name));
    // One that was listed and not written yet is written by now, or finds that it is not listed any more.
    const late = await asked(redis.del(PREFIX + name));
    await memory.end(name);
    return count + late;
  }

  async #isListed({ id, userId }: LiveSession): Promise<boolean> {
    return (await asked(this.#options.redis.zscore(indexOf(userId), sessionName(id)))) !== null;
  }

  async #list(session: LiveSession): Promise<void> {
    const { redis, life, now } = this.#options;
    const index = indexOf(session.userId);
    await asked(redis.zadd(index, endOf(session, life), sessionName(session.id)));
    await asked(redis.zremrangebyscore(index, "-inf", now()));
    await asked(redis.pexpire(index, life.maxMs));
  }
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
