import { readPage, writePage } from "./connection-page.js";
import { encodeCursor } from "./cursor.js";
import { isRaw } from "./is-raw.js";
import { missing } from "./present.js";
import { setOwn } from "./set-own.js";
import type { ConnectionKeys, FieldShape, Raw, Shape, ShapeContext } from "./shape.js";

/** Where an object of an abstract type says which type of ours it is; no client's key is ever written so. */
export const TYPE_KEY = ":type";

/**
 * Makes what the client asked for out of what GitHub answered, in place.
 *
 * Errors stand in the data where their fields would be (see `placeErrors`); execution reports each at its path. An
 * object that lacks a field which the client may rely on becomes the error of that field.
 */
export function shapeValue(value: unknown, shape: Shape, context: ShapeContext): unknown {
  if (shape.isAsIs && !context.hasErrors) return value;
  if (Array.isArray(value)) return value.map((item) => shapeValue(item, shape, context));
  if (!isRaw(value)) return value;
  if (shape.connection !== undefined) return shapeConnection(value, shape.connection, context);
  if (shape.variants === undefined) return shapeFields(value, shape, context);
  const variant = shape.variants.get(String(value["__typename"]));
  // GitHub has kinds of actors and of nodes that this schema has not.
  if (variant === undefined) return null;
  const shaped = shapeFields(value, variant.shape, context);
  if (isRaw(shaped)) shaped[TYPE_KEY] = variant.name;
  return shaped;
}

function shapeFields(raw: Raw, shape: Shape, context: ShapeContext): unknown {
  const values: unknown[] = [];
  for (const field of shape.fields) {
    const value = shapeField(raw, field, context);
    if (!field.isNullable) {
      if (value instanceof Error) return value;
      if (value === null || value === undefined) return missing();
    }
    values.push(value);
  }
  // Only now: an alias of one field can be the response key of another.
  shape.fields.forEach(({ responseKey }, index) => setOwn(raw, responseKey, values[index]));
  if (shape.anyType !== undefined) raw[TYPE_KEY] = shape.anyType;
  return raw;
}

function shapeField(raw: Raw, { from }: FieldShape, context: ShapeContext): unknown {
  if (typeof from === "function") return from(raw, context);
  const { key, object, list } = from;
  if (object === undefined) return raw[key];
  return shapeValue(raw[key], object, list === undefined ? context : { ...context, list: list(context.variables) });
}

function shapeConnection(raw: Raw, keys: ConnectionKeys, context: ShapeContext): Raw | Error {
  const page = readPage(raw, keys, (item, { node }) => shapeValue(item, node.shape, context));
  if (page instanceof Error) return page;
  // A list that has no place to say what was left out must not look complete.
  if (!keys.canBeRestricted && page.withheld.length > 0) return page.withheld.find((failure) => failure) ?? missing();
  return writePage(page, keys, (cursor) => encodeCursor(context.list, [cursor]));
}
