import type { Piece, ReadyBody } from "./ready-body.js";

/** Puts pieces one behind the other. Neighbours that are texts become one. */
export class Pieces {
  readonly #all: Piece[] = [];

  get all(): ReadyBody {
    return this.#all;
  }

  add(piece: Piece): void {
    const last = this.#all.length - 1;
    const before = this.#all[last];
    if (typeof piece === "string" && typeof before === "string") this.#all[last] = before + piece;
    else this.#all.push(piece);
  }

  addAll(pieces: readonly Piece[]): void {
    for (const piece of pieces) this.add(piece);
  }
}
