import type { Shape, ShapeContext } from "../selection/shape.js";
import type { Piece } from "../../plan/ready-body.js";
import type { BodyReader } from "./body-reader.js";
import { listPatterns } from "./json-pattern.js";
import type { ListPatterns } from "./list-patterns.js";
import { textOfShape } from "./text-of-shape.js";
import type { TextReader } from "./text-reader.js";
import { readText, type ReadText, type RowBefore } from "./value-text.js";

/** A list of objects of which none is missing: what GitHub withholds is told, and not here. */
export class RowsText {
  /** Where the client gets the list as it is. */
  readonly #whole: ListPatterns | undefined;
  readonly #readRow: ReadText;

  /** @throws NotPlanned where texts do not do. */
  constructor(shape: Shape) {
    const row = textOfShape(shape);
    this.#whole = row.rewrite === undefined ? listPatterns(row.source) : undefined;
    this.#readRow = readText(row);
  }

  /** The list, as the client gets it. */
  read(reader: BodyReader, context: ShapeContext): readonly Piece[] {
    if (this.#whole !== undefined) {
      const { place } = reader;
      reader.passList(this.#whole);
      return reader.since(place);
    }
    let rows = "";
    this.#walk(reader, context, (row) => (rows += rows === "" ? row : `,${row}`));
    return [`[${rows}]`];
  }

  /** Each object, as the client gets it. */
  readEach(reader: TextReader, context: ShapeContext): readonly string[] {
    const rows: string[] = [];
    this.#walk(reader, context, (row) => rows.push(row));
    return rows;
  }

  #walk(reader: TextReader, context: ShapeContext, take: (row: string) => void): void {
    const before: RowBefore = new Map();
    reader.list(() => take(this.#readRow(reader, context, before)));
  }
}
