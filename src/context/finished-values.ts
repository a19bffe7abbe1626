/** What root fields have completed themselves, by response key: it goes into the answer in the place of their values. */
export class FinishedValues {
  readonly #values = new Map<string, unknown>();
  /** Whether execution completes them all the same, so that both can be compared; for tests. */
  readonly areExecuted: boolean;

  constructor({ areExecuted }: { readonly areExecuted: boolean }) {
    this.areExecuted = areExecuted;
  }

  add(key: string, value: unknown): void {
    this.#values.set(key, value);
  }

  /** @param onReplaced Takes what execution made, and what stands there now. */
  putInto(data: Record<string, unknown>, onReplaced?: OnReplaced): void {
    for (const [key, value] of this.#values) {
      onReplaced?.(data[key], value);
      data[key] = value;
    }
  }
}

export type OnReplaced = (executed: unknown, finished: unknown) => void;
