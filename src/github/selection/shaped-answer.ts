import type { PartAnswer } from "../upstream/upstream-batch.js";
import { isRaw } from "./is-raw.js";
import { orThrow, presentList } from "./present.js";
import type { ClientSelection } from "./selection-of.js";
import { shapeValue } from "./shape-value.js";
import type { Raw } from "./shape.js";

/** The client's object in the answer to a part; throws the error that stands in its place. */
export function objectOf(answer: PartAnswer, { shape, values }: ClientSelection): Raw | null {
  const shaped = shapeValue(answer.value, shape, { variables: values, list: "", hasErrors: answer.hasErrors });
  if (shaped instanceof Error) throw shaped;
  return isRaw(shaped) ? shaped : null;
}

/** The client's objects in the answer to a part, each with what stands in its place. */
export function itemsOf(answer: PartAnswer, { shape, values }: ClientSelection): readonly (Raw | Error | null)[] {
  return orThrow(presentList(answer.value)).map((item) => {
    const shaped = shapeValue(item, shape, { variables: values, list: "", hasErrors: answer.hasErrors });
    return shaped instanceof Error || isRaw(shaped) ? shaped : null;
  });
}
