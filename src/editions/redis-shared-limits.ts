import type { LimitListener, Pause, ReportedBudget, SharedLimits } from "../github/index.js";
import type { RedisChannels } from "../storage/redis-channel.js";
import type { RedisClient } from "../storage/redis-connection.js";
import { RedisScript } from "../storage/redis-script.js";

/** What reaches a replica over the channel is there at once; what does not, after this. */
const READ_EVERY_MS = 5_000;
const TELL_BUDGETS_AFTER_MS = 1_000;
// As many callers as a process remembers.
const MAX_BUDGETS = 10_000;

/** ARGV: now, the end of the pause, the pause, channel, message. Pauses that are over go; the last one takes the key along. */
const PAUSE = new RedisScript(`
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[3])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], last[2])
redis.call('PUBLISH', ARGV[4], ARGV[5])
`);

export interface RedisSharedLimitsOptions {
  readonly client: RedisClient;
  readonly channels: RedisChannels;
  /** Of GitHub: its limits are its own. */
  readonly host: string;
  readonly now: () => number;
}

interface Message {
  readonly pause?: Pause;
  readonly budgets?: readonly ReportedBudget[];
}

/**
 * What replicas tell each other of GitHub's limits: over a channel, so that a request costs no command, and pauses in a
 * sorted set as well, for whoever was not listening. While Redis is away each replica has what it has heard itself.
 */
export class RedisSharedLimits implements SharedLimits, AsyncDisposable {
  readonly #options: RedisSharedLimitsOptions;
  readonly #key: string;
  readonly #reading: NodeJS.Timeout;
  readonly #budgets = new Map<string, ReportedBudget>();
  #telling: NodeJS.Timeout | undefined;
  #listener: LimitListener | undefined;

  constructor(options: RedisSharedLimitsOptions) {
    this.#options = options;
    this.#key = `pauses:${options.host}`;
    options.channels.hear(this.#key, (text) => this.#hear(text));
    this.#reading = setInterval(() => void this.read(), READ_EVERY_MS).unref();
  }

  listen(listener: LimitListener): void {
    this.#listener = listener;
  }

  async tellPause(pause: Pause): Promise<void> {
    const { client, now } = this.#options;
    const message: Message = { pause };
    const values = [now(), pause.until, JSON.stringify(pause), this.#key, JSON.stringify(message)];
    await PAUSE.run(client, [this.#key], values).catch(ignore);
  }

  tellBudget(budget: ReportedBudget): void {
    if (this.#budgets.size >= MAX_BUDGETS) return;
    this.#budgets.set(`${budget.caller} ${budget.resource}`, budget);
    this.#telling ??= setTimeout(() => void this.#tellBudgets(), TELL_BUDGETS_AFTER_MS).unref();
  }

  /** Hears of all pauses that last now. */
  async read(): Promise<void> {
    const { client, now } = this.#options;
    const pauses = await client.zrangebyscore(this.#key, now(), "+inf").catch(ignore);
    for (const text of pauses ?? []) this.#hear(`{"pause":${text}}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#reading);
    clearTimeout(this.#telling);
  }

  async #tellBudgets(): Promise<void> {
    const message: Message = { budgets: [...this.#budgets.values()] };
    this.#budgets.clear();
    this.#telling = undefined;
    await this.#options.client.publish(this.#key, JSON.stringify(message)).catch(ignore);
  }

  #hear(text: string): void {
    try {
      const { pause, budgets = [] } = JSON.parse(text) as Message;
      if (pause !== undefined) this.#listener?.hearPause(pause);
      for (const budget of budgets) this.#listener?.hearBudget(budget);
    } catch {
      // A replica of another version can say what this one does not understand.
    }
  }
}

/** What cannot be told or heard now holds in each replica for itself. */
function ignore(): undefined {}
