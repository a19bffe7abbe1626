import { createHash } from "node:crypto";
import type { RedisClient } from "./redis-connection.js";

/** A script that Redis runs as one step. Sent by its hash, and whole to a server that does not know it yet. */
export class RedisScript {
  readonly #source: string;
  readonly #hash: string;

  constructor(source: string) {
    this.#source = source;
    this.#hash = createHash("sha1").update(source).digest("hex");
  }

  /** @param keys All of one hash slot, so that it runs on a Cluster as well. */
  async run(client: RedisClient, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> {
    try {
      return await client.evalsha(this.#hash, keys.length, ...keys, ...values);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return client.eval(this.#source, keys.length, ...keys, ...values);
    }
  }
}
