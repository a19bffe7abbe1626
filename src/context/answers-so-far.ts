import type { Asked } from "../github/github-caller.js";
import { NotAsText } from "../text/not-as-text.js";

/** What has been asked in one request of a client, so that doing the same again in another way asks for nothing twice. */
export class AnswersSoFar implements Asked {
  readonly #asked: Map<string, Promise<unknown>>;
  #isClosed = false;

  constructor(asked = new Map<string, Promise<unknown>>()) {
    this.#asked = asked;
  }

  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#asked.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    if (this.#isClosed) return Promise.reject(new NotAsText("value"));
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
