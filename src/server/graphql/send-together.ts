import type { ServerResponse } from "node:http";
import type { ReadyBody } from "../../plan/ready-body.js";

/** The body of an answer, and how its texts become bytes. */
export interface SentBody {
  readonly body: ReadyBody;
  readonly encoding: "latin1" | "utf8";
}

interface Waiting extends SentBody {
  readonly response: ServerResponse;
}

// A turn can be long, and an answer that is there should not wait for all others.
const HOLD_MS = 2;

let waiting: Waiting[] = [];
/** Of `performance.now()`. */
let waitingSince = 0;

/**
 * Ends a response with what else is answered in the same turn of the event loop. One after another, all of them take
 * less of the processor than each by itself between others' work: whoever waits is woken up once for many, and the code
 * that sends is at hand.
 */
export function sendTogether(response: ServerResponse, { body, encoding }: SentBody): void {
  const now = performance.now();
  if (waiting.length === 0) {
    waitingSince = now;
    setImmediate(sendAll);
  }
  waiting.push({ response, body, encoding });
  if (now - waitingSince >= HOLD_MS) sendAll();
}

function sendAll(): void {
  const all = waiting;
  waiting = [];
  for (const { response, body, encoding } of all) {
    for (const piece of body.slice(0, -1)) response.write(piece, encoding);
    response.end(body.at(-1), encoding);
  }
}
