import { BodyReader } from "../text/body-reader.js";
import { placeOf } from "../upstream/part-document.js";

/** Reads the answer to a document part by part, in the order of the document. */
export class PartReader extends BodyReader {
  #next = 0;

  /** Steps to the value of the next part. */
  nextPart(): void {
    this.expect(`${this.#next === 0 ? '{"data":{' : ","}"${placeOf(this.#next)}":`);
    this.#next += 1;
  }

  /** Behind the last part is nothing: no errors, and no part that was not asked for. */
  expectNoMore(): void {
    if (this.#next > 0) this.expect("}}");
    this.expectEnd();
  }
}
