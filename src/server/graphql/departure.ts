import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

const departures = new WeakMap<Socket, AbortSignal>();

/**
 * Aborted when the client goes away, which ends its connection. One for all requests of a connection: to make one takes
 * as long as to send an answer that is known.
 */
export function departureOf({ socket }: IncomingMessage): AbortSignal {
  const known = departures.get(socket);
  if (known !== undefined) return known;
  const controller = new AbortController();
  // A client may send requests without waiting for answers, and each of them listens.
  setMaxListeners(0, controller.signal);
  if (socket.destroyed) controller.abort();
  else socket.once("close", () => controller.abort());
  departures.set(socket, controller.signal);
  return controller.signal;
}
