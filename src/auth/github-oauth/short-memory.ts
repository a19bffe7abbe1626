interface Entry<Value> {
  readonly value: Value;
  /** Of `performance.now()`. */
  readonly until: number;
}

/** What is good for a while and then let go of, whether anybody asks for it or not. */
export class ShortMemory<Key, Value> {
  readonly #lifeMs: number;
  /** The first one in ends first, or nearly so: all live equally long. */
  readonly #entries = new Map<Key, Entry<Value>>();
  #sweep: NodeJS.Timeout | undefined;

  constructor({ lifeMs }: { readonly lifeMs: number }) {
    this.#lifeMs = lifeMs;
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && performance.now() < entry.until ? entry.value : undefined;
  }

  /** @param since Of `performance.now()`: when its life begins. */
  set(key: Key, value: Value, since = performance.now()): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: since + this.#lifeMs });
    this.#sweepLater();
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  #sweepLater(): void {
    if (this.#sweep === undefined) this.#sweep = setTimeout(() => this.#sweepNow(), this.#lifeMs).unref();
  }

  #sweepNow(): void {
    this.#sweep = undefined;
    const now = performance.now();
    for (const [key, { until }] of this.#entries) {
      if (now < until) return this.#sweepLater();
      this.#entries.delete(key);
    }
  }
}
