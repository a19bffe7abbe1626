import { randomUUID } from "node:crypto";
import type { SharedForgetting } from "../github/index.js";
import type { RedisChannels } from "../storage/redis-channel.js";
import type { RedisClient } from "../storage/redis-connection.js";

export interface RedisSharedForgettingOptions {
  readonly client: RedisClient;
  readonly channels: RedisChannels;
  /** Of GitHub. */
  readonly host: string;
  /** Forgets what this process remembers of a caller. */
  readonly forget: (subject: string) => void;
}

/** Tells over a channel of Redis whom to forget. While Redis is away, each replica forgets by itself. */
export class RedisSharedForgetting implements SharedForgetting {
  readonly #client: RedisClient;
  readonly #channel: string;
  /** Whoever tells has forgotten already, and is about to remember anew. */
  readonly #own = `${randomUUID()} `;

  constructor({ client, channels, host, forget }: RedisSharedForgettingOptions) {
    this.#client = client;
    this.#channel = `forget:${host}`;
    channels.hear(this.#channel, (message) => {
      if (!message.startsWith(this.#own)) forget(message.slice(this.#own.length));
    });
  }

  async tellToForget(subject: string): Promise<void> {
    await this.#client.publish(this.#channel, this.#own + subject).catch(() => undefined);
  }
}
