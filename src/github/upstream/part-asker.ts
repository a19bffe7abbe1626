import { GatewayError } from "../../errors/gateway-error.js";
import { askInPieces } from "./ask-in-pieces.js";
import { answersTo, documentOf } from "./part-document.js";
import { isTooMuch } from "./too-much.js";
import type { AskedPart, AwaitedPart, PartAnswer, UpstreamBatchOptions } from "./upstream-batch.js";

// Refusals of a whole document that can be the fault of one field in it. GitHub answers those with status 200; without
// any, the document was refused here and not sent.
const FAULTS_OF_ONE = new Set([
  "NOT_FOUND",
  "GITHUB_FORBIDDEN",
  "GITHUB_IP_NOT_ALLOWED",
  "GITHUB_SSO_REQUIRED",
  "GITHUB_SCOPE_MISSING",
  "GITHUB_UNEXPECTED_RESPONSE",
  "QUERY_TOO_EXPENSIVE",
  "INVALID_CURSOR",
]);

/**
 * When one document was too much, none is begun later than this after the first. With the ten seconds that GitHub has
 * for the last of them, a client waits for half a minute at most; what stands before a gateway gives up after one.
 */
const LAST_START_MS = 20_000;

/**
 * Asks for the parts of one client operation: together in one document; alone, where that fails for what may be the
 * fault of one of them, or for being too much; and in pieces, where a page is too much alone.
 */
export class PartAsker {
  readonly #options: UpstreamBatchOptions;
  readonly #along: readonly AwaitedPart[];
  /** When the first document was sent; 0 before. */
  #startedAt = 0;

  /** @param along What is asked in every document; grows. */
  constructor(options: UpstreamBatchOptions, along: readonly AwaitedPart[]) {
    this.#options = options;
    this.#along = along;
  }

  /** Sees to it that each part gets its answer. */
  ask(parts: readonly AwaitedPart[]): void {
    this.#startedAt ||= performance.now();
    const isKnown = (part: AwaitedPart) => this.#options.sizes?.get(part) !== undefined;
    const together = parts.filter((part) => !isKnown(part));
    if (together.length > 1) void this.#askTogether(together);
    for (const part of together.length > 1 ? parts.filter(isKnown) : parts) void this.#askAlone(part);
  }

  async #askTogether(parts: readonly AwaitedPart[]): Promise<void> {
    try {
      const answers = await this.#askNow(parts);
      await Promise.all(answers.map((answer, index) => this.#settle(parts[index], answer)));
    } catch (error) {
      if (canBeOfOne(error)) await Promise.all(parts.map((part) => this.#askAlone(part)));
      else await Promise.all(parts.map((part) => this.#settle(part, error)));
    }
  }

  /** Gives a part its answer; what was too much together with others is asked for alone from now on. */
  async #settle(part: AwaitedPart | undefined, answer: unknown): Promise<void> {
    if (part === undefined) return;
    if (isTooMuch(answer) && this.#hasTime()) {
      this.#options.sizes?.set(part, Number.POSITIVE_INFINITY);
      await this.#askAlone(part);
    } else if (answer instanceof Error) part.reject(answer);
    else part.resolve(answer as PartAnswer);
  }

  async #askAlone(part: AwaitedPart): Promise<void> {
    const options = { sizes: this.#options.sizes, hasTime: () => this.#hasTime() };
    const ask = async (piece: AskedPart) => {
      const [answer] = await this.#askNow([piece]);
      if (answer instanceof Error) throw answer;
      return answer as PartAnswer;
    };
    try {
      part.resolve(await askInPieces(part, { ...options, ask }));
    } catch (error) {
      part.reject(error);
    }
  }

  /** Sends one document; what is asked along gets its share of it. */
  async #askNow(parts: readonly AskedPart[]): Promise<readonly (PartAnswer | Error)[]> {
    const { send, host } = this.#options;
    const all = [...parts, ...this.#along];
    const { document, variables } = documentOf(all);
    const operations = all.map(({ operation }) => operation);
    const answer = await send(document, variables, operations);
    const answers = answersTo(all, answer, host);
    this.#along.forEach(({ resolve }, index) => {
      const share = answers[parts.length + index];
      if (share !== undefined && !(share instanceof Error)) resolve(share);
    });
    return answers.slice(0, parts.length);
  }

  #hasTime(): boolean {
    return performance.now() - this.#startedAt < LAST_START_MS;
  }
}

function canBeOfOne(error: unknown): boolean {
  if (!(error instanceof GatewayError) || !FAULTS_OF_ONE.has(error.code)) return false;
  return error.upstream === undefined || error.upstream.status === 200;
}
