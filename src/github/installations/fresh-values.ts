import { LRUCache } from "lru-cache";
import type { KnownPages } from "./read-rest-list.js";

/** Who asks, and with which token: another one of the same caller may reach something else. */
export interface Asker {
  readonly subject: string;
  /** Fingerprint of the token. */
  readonly token: string;
}

interface Known<Value> {
  readonly token: string;
  readonly value: Value;
  readonly pages: KnownPages;
  readonly readAt: number;
}

/** One value for each caller, read from pages of GitHub's; what several wait for is read once. */
export class FreshValues<Value> {
  readonly #known: LRUCache<string, Known<Value>>;
  readonly #reading = new Map<string, Promise<Known<Value>>>();
  readonly #now: () => number;
  readonly #freshMs: number;

  /** @param options.freshMs So long a value is good; after that GitHub is asked whether anything has changed. */
  constructor(options: {
    readonly now: () => number;
    readonly freshMs: number;
    readonly maxSize: number;
    readonly sizeOf: (value: Value) => number;
  }) {
    this.#now = options.now;
    this.#freshMs = options.freshMs;
    this.#known = new LRUCache({ maxSize: options.maxSize, sizeCalculation: ({ value }) => options.sizeOf(value) });
  }

  /** The value of a caller, as far as it is known to be fresh. */
  get({ subject, token }: Asker): Value | undefined {
    const known = this.#known.get(subject);
    return known?.token === token && this.#now() - known.readAt < this.#freshMs ? known.value : undefined;
  }

  /**
   * Reads the value anew, or waits for whoever is at it.
   *
   * @param readNow Is given the pages of the last time, and puts those of this time into `read`.
   */
  async read(
    { subject, token }: Asker,
    readNow: (pages: { readonly known: KnownPages; readonly read: KnownPages }) => Promise<Value>,
  ): Promise<Value> {
    const key = keyOf({ subject, token });
    let reading = this.#reading.get(key);
    if (reading === undefined) {
      const known = this.#known.get(subject);
      const pages = { known: known?.token === token ? known.pages : new Map(), read: new Map() };
      const begun = readNow(pages).then((value) => ({ token, value, pages: pages.read, readAt: this.#now() }));
      reading = begun;
      this.#reading.set(key, begun);
      // Forgotten on its way, it is kept from being remembered.
      const isWanted = () => this.#reading.get(key) === begun && this.#reading.delete(key);
      begun.then(
        (fresh) => isWanted() && this.#known.set(subject, fresh),
        () => isWanted(),
      );
    }
    return (await reading).value;
  }

  forget(subject: string): void {
    this.#known.delete(subject);
    const prefix = keyOf({ subject, token: "" });
    for (const key of this.#reading.keys()) if (key.startsWith(prefix)) this.#reading.delete(key);
  }
}

function keyOf({ subject, token }: Asker): string {
  return `${subject}\n${token}`;
}
