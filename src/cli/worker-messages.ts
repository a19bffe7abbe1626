import type { GatewayFacts } from "./start-gateway.js";

/** What a worker tells once: that it listens. Other programs may send messages of their own on the same channel. */
export interface ListensMessage {
  readonly octogateListens: GatewayFacts;
}

/** What a worker is told: to end as at this signal. */
export interface StopMessage {
  readonly octogateStop: NodeJS.Signals;
}

export function isListensMessage(message: unknown): message is ListensMessage {
  return typeof message === "object" && message !== null && "octogateListens" in message;
}

export function isStopMessage(message: unknown): message is StopMessage {
  return typeof message === "object" && message !== null && "octogateStop" in message;
}
