import type { ClientSelection } from "../selection/selection-of.js";
import type { Variables } from "../selection/shape.js";
import { UnexpectedJson } from "../text/scan.js";
import { textShapeFor, type Span } from "../text/rows-text.js";
import { TextReader } from "../text/text-reader.js";
import type { TypedOperation } from "../upstream/upstream-batch.js";
import { FieldPlan, type BoundPlan, type PlannedAnswer } from "./field-plan.js";

/** The plan of a field that is one object of GitHub's, or null. */
export class ObjectPlan extends FieldPlan {
  readonly #bound: BoundPlan;

  constructor(operation: Pick<TypedOperation<never>, "toString">, variables: Variables, selection: ClientSelection) {
    super();
    const shape = textShapeFor(selection.shape);
    const context = { variables: selection.values, list: "", hasErrors: false };
    this.#bound = {
      parts: [{ operation: operation.toString(), variables, selection }],
      write({ bytes }: PlannedAnswer, [span]: readonly Span[]) {
        const [start, end] = span ?? [0, 0];
        const reader = new TextReader(bytes, start, context);
        const value = reader.value(shape);
        if (reader.at !== end) throw new UnexpectedJson();
        return value;
      },
    };
  }

  override boundTo(): BoundPlan {
    return this.#bound;
  }
}
