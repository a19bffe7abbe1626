import type { Writable } from "node:stream";

// A turn can be long, and the time that a command may take runs.
const HOLD_MS = 2;

/**
 * Sends what is written in one turn of the event loop at once. With many requests at a time, a write to the socket for
 * each command costs more than all the rest of it.
 *
 * Not ioredis's auto-pipelining, which makes promises and objects for the same.
 */
export class WritesTogether {
  /** Of `performance.now()`. */
  #heldSince = 0;

  /** To be called before each write. */
  hold(stream: Writable): void {
    const now = performance.now();
    if (stream.writableCorked === 0) {
      stream.cork();
      setImmediate(() => stream.uncork());
    } else {
      if (now - this.#heldSince < HOLD_MS) return;
      stream.uncork();
      stream.cork();
    }
    this.#heldSince = now;
  }
}
