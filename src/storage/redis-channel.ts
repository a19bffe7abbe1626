import type { RedisClient } from "./redis-connection.js";

/**
 * Hears what is published on a channel, over a connection of its own that mends itself. What is published while it is
 * down is never heard.
 *
 * @param client A connection that is open already; the same Redis is heard.
 */
export function hearChannel(
  client: RedisClient,
  channel: string,
  onMessage: (message: string) => void,
): AsyncDisposable {
  const ears = client.duplicate();
  // The other connection tells of an outage.
  ears.on("error", () => undefined);
  ears.on("ready", () => {
    ears.subscribe(channel).catch(() => undefined);
  });
  ears.on("message", (_channel: string, message: string) => onMessage(message));
  return {
    async [Symbol.asyncDispose]() {
      ears.disconnect();
    },
  };
}
