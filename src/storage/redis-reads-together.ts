import type { RedisClient } from "./redis-connection.js";

/** In Node's form: without a promise for each of them, reading many costs little more than reading one. */
export type OnText = (error: unknown, text: string | null) => void;

interface Reading {
  readonly key: string;
  readonly done: OnText;
}

/**
 * Reads texts that are asked for in one turn of the event loop with one command: with many requests at a time, a command
 * for each of them costs more than the reading.
 */
export class ReadsTogether {
  readonly #client: RedisClient;
  #waiting: Reading[] = [];

  constructor(client: RedisClient) {
    this.#client = client;
  }

  /** Gives what stands under a key now, or a moment later; or the error of the command. `done` must not throw. */
  read(key: string, done: OnText): void {
    // The keys of one command have to lie on one node.
    if (this.#client.isCluster) return void this.#client.get(key, (error, text) => done(error, text ?? null));
    if (this.#waiting.length === 0) setImmediate(() => this.#send());
    this.#waiting.push({ key, done });
  }

  #send(): void {
    const readings = this.#waiting;
    this.#waiting = [];
    const keys = readings.map(({ key }) => key);
    void this.#client.mget(keys, (error, texts) => {
      for (const [index, { done }] of readings.entries()) done(error, texts?.[index] ?? null);
    });
  }
}
