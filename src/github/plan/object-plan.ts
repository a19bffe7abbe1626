import type { ClientSelection } from "../selection/selection-of.js";
import type { Variables } from "../selection/shape.js";
import { textOfShape } from "../text/text-of-shape.js";
import { readText } from "../text/value-text.js";
import type { TypedOperation } from "../upstream/upstream-batch.js";
import { FieldPlan, type BoundPlan } from "./field-plan.js";

/** The plan of a field that is one object of GitHub's, or null. */
export class ObjectPlan extends FieldPlan {
  readonly #bound: BoundPlan;

  constructor(operation: Pick<TypedOperation<never>, "toString">, variables: Variables, selection: ClientSelection) {
    super();
    const read = readText(textOfShape(selection.shape));
    const context = { variables: selection.values, list: "", hasErrors: false };
    this.#bound = {
      parts: [{ operation: operation.toString(), variables, selection }],
      write(_answer, reader) {
        reader.nextPart();
        if (!reader.isAt("null")) return [read(reader, context, new Map())];
        reader.expect("null");
        return ["null"];
      },
    };
  }

  override boundTo(): BoundPlan {
    return this.#bound;
  }
}
