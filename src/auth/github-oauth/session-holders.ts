import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { RedisChannels } from "../../storage/redis-channel.js";
import type { RedisClient } from "../../storage/redis-connection.js";
import { RedisScript } from "../../storage/redis-script.js";

export interface SessionHoldersOptions {
  readonly redis: RedisClient;
  readonly channels: RedisChannels;
  /** How long a process holds a session, from before it was read. */
  readonly heldMs: number;
  readonly forget: (name: string) => void;
  readonly forgetAll: () => void;
}

const HOLDERS = "session-holders";
const ENDED = "session-ended";
const HEARD = "session-heard:";
/** A process that is killed is waited for as long as this. */
const HOLDER_MS = 5_000;
const JOIN_EVERY_MS = 2_000;
/** Timers can be early, and the clocks of two machines differ in pace. */
const MARGIN_MS = 50;

// By the clock of Redis alone: those of the machines may differ.
const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** ARGV: the process, how long it is a holder. */
const JOIN = new RedisScript(`${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
`);

/** ARGV: channel, message. Gives all holders. */
const TELL = new RedisScript(`${NOW}
redis.call('PUBLISH', ARGV[1], ARGV[2])
return redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')
`);

/**
 * The processes that hold sessions in memory. Redis knows all of them: whoever is none must not hold any. Who ends a
 * session tells them, and waits until each has said that it has heard, or until whatever it may hold has run out. A
 * message of Redis that is lost or late makes a logout slower, and never wrong.
 */
export class SessionHolders implements AsyncDisposable {
  readonly #options: SessionHoldersOptions;
  readonly #own = randomUUID();
  /** Emits who has heard, under the number of what was told. Any number of ends can be waited for. */
  readonly #heard = new EventEmitter().setMaxListeners(0);
  #told = 0;
  /** All of `performance.now()`. Until when this process is a holder for certain. */
  #until = Number.NEGATIVE_INFINITY;
  #joinedAt = Number.NEGATIVE_INFINITY;

  constructor(options: SessionHoldersOptions) {
    this.#options = options;
    const { redis, channels, forgetAll } = options;
    channels.hear(ENDED, (message) => void this.#hear(message));
    channels.hear(HEARD + this.#own, (message) => {
      const [told = "", holder] = message.split(" ");
      this.#heard.emit(HEARD + told, holder);
    });
    // What comes after it may be another Redis, which does not know the holders of the one before.
    redis.on("close", () => {
      this.#until = this.#joinedAt = Number.NEGATIVE_INFINITY;
      forgetAll();
    });
  }

  /** Whether a session may be held that is read from now on. Sees to it that later ones may. */
  mayHold(now: number): boolean {
    const { channels, heldMs } = this.#options;
    // It would be waited for in vain.
    if (!channels.hears(ENDED)) return false;
    if (now - this.#joinedAt >= JOIN_EVERY_MS) void this.#join(now);
    return now + heldMs <= this.#until;
  }

  /** To be called when the session is gone from Redis. No other process holds it after that. */
  async tellEnd(name: string): Promise<void> {
    const { redis, heldMs } = this.#options;
    const told = String((this.#told += 1));
    const event = HEARD + told;
    const heard = new Set<string>([this.#own]);
    this.#heard.on(event, (holder: string) => heard.add(holder));
    const runOut = AbortSignal.timeout(heldMs + MARGIN_MS);
    try {
      const message = `${this.#own} ${told} ${name}`;
      const holders = (await TELL.run(redis, [HOLDERS], [ENDED, message])) as readonly string[];
      while (!holders.every((holder) => heard.has(holder))) await once(this.#heard, event, { signal: runOut });
    } catch {
      if (!runOut.aborted) await once(runOut, "abort");
    } finally {
      this.#heard.removeAllListeners(event);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.redis.zrem(HOLDERS, this.#own).catch(() => undefined);
  }

  async #join(now: number): Promise<void> {
    this.#joinedAt = now;
    try {
      await JOIN.run(this.#options.redis, [HOLDERS], [this.#own, HOLDER_MS]);
      this.#until = now + HOLDER_MS;
    } catch {
      // Then sessions are read each time.
    }
  }

  async #hear(message: string): Promise<void> {
    const { redis, forget } = this.#options;
    const [teller = "", told = "", name = ""] = message.split(" ");
    forget(name);
    if (teller !== this.#own) await redis.publish(HEARD + teller, `${told} ${this.#own}`).catch(() => undefined);
  }
}
