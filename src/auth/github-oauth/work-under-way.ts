/** Work that no request may cut short, so that the end of the process can wait for it. */
export class WorkUnderWay {
  readonly #works = new Set<Promise<unknown>>();

  /** The same promise; whoever it belongs to sees to its failure. */
  add<T>(work: Promise<T>): Promise<T> {
    this.#works.add(work);
    void this.#forget(work);
    return work;
  }

  /** Waits until there is none left, and of none how it ended. */
  async drain(): Promise<void> {
    while (this.#works.size > 0) await Promise.allSettled(this.#works);
  }

  async #forget(work: Promise<unknown>): Promise<void> {
    await Promise.allSettled([work]);
    this.#works.delete(work);
  }
}
