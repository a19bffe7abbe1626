/**
 * The body of an answer, in the chunks in which it came. What goes through to the client is neither decoded nor copied.
 */
export class Body {
  readonly length: number;

  constructor(readonly chunks: readonly Buffer[]) {
    this.length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  get text(): string {
    return this.#whole().toString("utf8");
  }

  /** The bytes from one place to another, as views. */
  between(from: number, to: number): Buffer[] {
    const views: Buffer[] = [];
    let start = 0;
    for (const chunk of this.chunks) {
      const end = start + chunk.length;
      if (end > from && start < to) views.push(chunk.subarray(Math.max(0, from - start), to - start));
      start = end;
    }
    return views;
  }

  /** Whether this ASCII text stands at that place. */
  isAt(place: number, text: string): boolean {
    for (let index = 0; index < text.length; index += 1) {
      if (this.#byteAt(place + index) !== text.charCodeAt(index)) return false;
    }
    return true;
  }

  #byteAt(place: number): number | undefined {
    let start = 0;
    for (const chunk of this.chunks) {
      if (place < start + chunk.length) return chunk[place - start];
      start += chunk.length;
    }
    return undefined;
  }

  #whole(): Buffer {
    const [only = Buffer.alloc(0), ...more] = this.chunks;
    return more.length === 0 ? only : Buffer.concat(this.chunks);
  }
}

/** One character for each byte. JSON's own signs are ASCII, so such a text can be searched and cut as it is. */
export function bytesOf(chunks: readonly Buffer[]): string {
  let text = "";
  for (const chunk of chunks) text += chunk.toString("latin1");
  return text;
}

/** The text of bytes in UTF-8, one character for each of them. */
export function decodeBytes(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The way back. */
export function encodeBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
