import type { ServerResponse } from "node:http";
import type { Gate } from "../editions/edition.js";
import { type Step } from "./connect.js";
import type { Log } from "./log/create-log.js";

const GATE_TIMEOUT_MS = 1_000;

/** `/healthz`: 200 while the process lives. Asks nothing, so that a broken dependency does not get it restarted. */
export function health(): Step {
  return (_request, response) => answer(response, { status: 200, text: "alive" });
}

export interface ReadinessOptions {
  readonly gates: readonly Gate[];
  readonly log: Log;
}

/** Whether requests can be served: not before `open`, not after `close`, not without what the edition depends on. */
export class Readiness {
  readonly #gates: readonly Gate[];
  readonly #log: Log;
  #isOpen = false;

  constructor({ gates, log }: ReadinessOptions) {
    this.#gates = gates;
    this.#log = log;
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }

  /** `/readyz`. Which gate is shut is for the log: strangers can ask here. */
  step(): Step {
    return async (_request, response) => {
      const isReady = this.#isOpen && (await this.#areGatesOpen());
      answer(response, isReady ? { status: 200, text: "ready" } : { status: 503, text: "not ready" });
    };
  }

  async #areGatesOpen(): Promise<boolean> {
    const shut = await Promise.all(this.#gates.map(async (gate) => ((await isOpen(gate)) ? [] : [gate.name])));
    const names = shut.flat();
    if (names.length > 0) this.#log.warn({ gates: names }, "not ready");
    return names.length === 0;
  }
}

async function isOpen(gate: Gate): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, GATE_TIMEOUT_MS, false);
  });
  try {
    return await Promise.race([gate.isOpen(), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, { status, text }: { readonly status: number; readonly text: string }): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.end(JSON.stringify({ status: text }));
}
