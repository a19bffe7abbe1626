import type { RedisClient } from "./redis-connection.js";

/**
 * Hears what is published on channels, over one connection for all of them that mends itself. What is published while
 * it is down is never heard.
 */
export class RedisChannels implements AsyncDisposable {
  readonly #ears: RedisClient;
  readonly #listeners = new Map<string, (message: string) => void>();
  readonly #heard = new Set<string>();

  /** @param client A connection that is open already; the same Redis is heard. */
  constructor(client: RedisClient) {
    this.#ears = client.duplicate();
    // The other connection tells of an outage.
    this.#ears.on("error", () => undefined);
    this.#ears.on("ready", () => {
      for (const channel of this.#listeners.keys()) void this.#subscribe(channel);
    });
    this.#ears.on("close", () => this.#heard.clear());
    this.#ears.on("message", (channel: string, message: string) => this.#listeners.get(channel)?.(message));
  }

  /** One listener for each channel. */
  hear(channel: string, onMessage: (message: string) => void): void {
    this.#listeners.set(channel, onMessage);
    if (this.#ears.status === "ready") void this.#subscribe(channel);
  }

  /** Whether what is published there now is heard, as far as can be known. */
  hears(channel: string): boolean {
    return this.#heard.has(channel);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ears.disconnect();
  }

  async #subscribe(channel: string): Promise<void> {
    try {
      await this.#ears.subscribe(channel);
      this.#heard.add(channel);
    } catch {
      // Tried again on the next connection.
    }
  }
}
