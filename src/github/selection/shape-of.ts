import type { FieldShape, Shape } from "./shape.js";

/** The shape of an object with these fields. */
export function shapeOf(fields: readonly FieldShape[]): Shape {
  return { fields, isAsIs: fields.every(isAsIs) };
}

function isAsIs({ responseKey, from }: FieldShape): boolean {
  return typeof from === "object" && from.key === responseKey && (from.object?.isAsIs ?? true);
}
