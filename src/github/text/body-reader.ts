import type { Body } from "../body.js";
import { TextReader } from "./text-reader.js";

/** Goes through the body of an answer, and gives what it has passed as the bytes that they are. */
export class BodyReader extends TextReader {
  readonly #body: Body;

  constructor(body: Body) {
    super("", body.chunks);
    this.#body = body;
  }

  /** What was passed since the reader stood at a place. */
  since(place: number): readonly Buffer[] {
    return this.#body.between(place, this.place);
  }
}
