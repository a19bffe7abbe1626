import type { Asked } from "../github/upstream/caller-upstream.js";
import { NotPlanned } from "../plan/not-planned.js";

/** What has been asked in one request of a client, so that doing the same again in another way asks for nothing twice. */
export class AnswersSoFar implements Asked {
  readonly #asked: Map<string, unknown>;
  #isClosed = false;

  constructor(asked = new Map<string, unknown>()) {
    this.#asked = asked;
  }

  once<T>(key: string, ask: () => T | Promise<T>): T | Promise<T> {
    const known = this.#asked.get(key) as T | Promise<T> | undefined;
    if (known !== undefined) return known;
    if (this.#isClosed) throw new NotPlanned("value");
    const asked = ask();
    this.#asked.set(key, asked);
    return asked;
  }

  /** From now on nothing new is asked: what has failed is about to be done in the other way. */
  close(): this {
    this.#isClosed = true;
    return this;
  }

  /** The same answers, for the other way. */
  forOtherWay(): AnswersSoFar {
    return new AnswersSoFar(this.#asked);
  }
}
