/**
 * The body of an answer in UTF-8, ready to be sent, in pieces: bytes, or texts with one character for each byte. Nothing
 * is put together for it: that would copy the answer, and in memory outside the heap, which costs more to collect than
 * all else that is done with an answer.
 */
export type ReadyBody = readonly Piece[];

export type Piece = string | Buffer;

/** A body in one piece, for who keeps it. */
export function joined(body: ReadyBody): Buffer {
  return Buffer.concat(body.map((piece) => (typeof piece === "string" ? Buffer.from(piece, "latin1") : piece)));
}
