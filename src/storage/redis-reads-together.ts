import type { RedisClient } from "./redis-connection.js";

interface Reading {
  readonly key: string;
  readonly resolve: (text: string | null) => void;
  readonly reject: (error: unknown) => void;
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

  /** The text under a key, as of now or later; rejects with the error of the command. */
  get(key: string): Promise<string | null> {
    // The keys of one command have to lie on one node.
    if (this.#client.isCluster) return this.#client.get(key);
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#send());
      this.#waiting.push({ key, resolve, reject });
    });
  }

  #send(): void {
    const readings = this.#waiting;
    this.#waiting = [];
    this.#client.mget(readings.map(({ key }) => key)).then(
      (texts) => readings.forEach(({ resolve }, index) => resolve(texts[index] ?? null)),
      (error: unknown) => readings.forEach(({ reject }) => reject(error)),
    );
  }
}
