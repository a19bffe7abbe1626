/**
 * The body of an answer, one character for each of its bytes. JSON's own signs are ASCII, so it can be searched and cut
 * as it is, and what goes through to the client is never decoded.
 */
export class Body {
  constructor(readonly bytes: string) {}

  get text(): string {
    return decodeBytes(this.bytes);
  }
}

/** The text of bytes in UTF-8, one character for each of them. */
export function decodeBytes(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The way back. */
export function encodeBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
