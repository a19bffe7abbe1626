import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { redisUnavailable, type RedisClient } from "../storage/redis-connection.js";
import { RedisScript } from "../storage/redis-script.js";
import { addRepositoryUse, applySettingsChange, DEFAULT_SETTINGS, resetSettings } from "./settings-change.js";
import { SettingsSchema } from "./settings-file.js";
import type {
  ChangeOptions,
  ChangeResult,
  RepositoryUse,
  SettingsChange,
  SettingsStore,
  StoredSettings,
} from "./settings-store.js";

export interface RedisSettingsStoreOptions {
  readonly client: RedisClient;
  readonly clock?: () => Date;
}

/** Others may have been faster this often; each time one of them has got its change in. */
const MOST_TRIES = 50;

const RecordSchema = v.pipe(v.string(), v.parseJson(), v.object({ v: v.literal(1), settings: SettingsSchema }));

const REPLACE = new RedisScript(`
local now = redis.call('GET', KEYS[1])
if (now or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`);

/** Settings in Redis, one key for each subject, for ever. A change replaces exactly what it was worked out from. */
export class RedisSettingsStore implements SettingsStore {
  readonly #client: RedisClient;
  readonly #now: () => Date;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor({ client, clock }: RedisSettingsStoreOptions) {
    this.#client = client;
    this.#now = clock ?? (() => new Date());
  }

  async read(subject: string): Promise<StoredSettings> {
    return parse(await this.#get(subject));
  }

  async change(subject: string, change: SettingsChange, options: ChangeOptions = {}): Promise<ChangeResult> {
    let conflict: number | undefined;
    const settings = await this.#update(subject, (before) => {
      const isOther = options.expectedVersion !== undefined && options.expectedVersion !== before.version;
      conflict = isOther ? before.version : undefined;
      return isOther ? before : applySettingsChange(before, change, this.#now());
    });
    return conflict === undefined ? { ok: true, settings } : { ok: false, conflict };
  }

  async reset(subject: string): Promise<StoredSettings> {
    return this.#update(subject, (before) => resetSettings(before, this.#now()));
  }

  async recordRepositoryUse(subject: string, use: RepositoryUse): Promise<StoredSettings> {
    return this.#update(subject, (before) => addRepositoryUse(before, use, this.#now()));
  }

  /** One after another within the process, so that only other replicas can be faster. */
  #update(subject: string, change: (before: StoredSettings) => StoredSettings): Promise<StoredSettings> {
    const turn = (this.#turns.get(subject) ?? Promise.resolve()).then(
      () => this.#replace(subject, change),
      () => this.#replace(subject, change),
    );
    this.#turns.set(subject, turn);
    return turn.finally(() => {
      if (this.#turns.get(subject) === turn) this.#turns.delete(subject);
    });
  }

  async #replace(subject: string, change: (before: StoredSettings) => StoredSettings): Promise<StoredSettings> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const text = await this.#get(subject);
      const before = parse(text);
      const after = change(before);
      if (after === before) return before;
      const replaced = REPLACE.run(
        this.#client,
        [keyOf(subject)],
        [text ?? "", JSON.stringify({ v: 1, settings: after })],
      );
      if ((await asked(replaced)) === 1) return after;
      await sleep(Math.random() * 5 * (tries + 1));
    }
    throw redisUnavailable(new Error("The settings change all the time."));
  }

  #get(subject: string): Promise<string | null> {
    return asked(this.#client.get(keyOf(subject)));
  }
}

function keyOf(subject: string): string {
  return `settings:${subject}`;
}

/** What cannot be read is not replaced by defaults: the next save would make its loss final. */
function parse(text: string | null): StoredSettings {
  if (text === null) return DEFAULT_SETTINGS;
  const record = v.safeParse(RecordSchema, text);
  if (!record.success) throw redisUnavailable(new Error("Stored settings are not in a form of ours."));
  return record.output.settings;
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw redisUnavailable(error);
  }
}
