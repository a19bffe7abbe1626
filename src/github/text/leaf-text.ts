import { isEnumType, isScalarType, type GraphQLLeafType } from "graphql";
import { encodeBytes } from "../body.js";
import { BOOLEAN, NUMBER, SCALAR, STRING } from "./json-pattern.js";
import { readBytes } from "./text-reader.js";

/** How a scalar or an enum is written, and what the client gets of its text. */
export interface LeafText {
  readonly source: string;
  /** Absent where it is the same text for both. */
  readonly write?: (text: string) => string;
}

/** Scalars whose values are the same text at GitHub and here. */
const SAME_SCALARS: Readonly<Record<string, string>> = {
  String: STRING,
  ID: STRING,
  DateTime: STRING,
  URI: STRING,
  GitObjectID: STRING,
  Int: NUMBER,
  Float: NUMBER,
  Boolean: BOOLEAN,
};

/** @param leaf Absent where nothing is known of the type. */
export function leafText(leaf: GraphQLLeafType | undefined): LeafText {
  if (leaf === undefined) return { source: SCALAR };
  // A value that this schema does not know must reach no client.
  if (isEnumType(leaf))
    return {
      source: `"(?:${leaf
        .getValues()
        .map(({ name }) => name)
        .join("|")})"`,
    };
  const same = isScalarType(leaf) && Object.hasOwn(SAME_SCALARS, leaf.name) ? SAME_SCALARS[leaf.name] : undefined;
  if (same !== undefined) return { source: same };
  return { source: SCALAR, write: (text) => encodeBytes(JSON.stringify(leaf.serialize(readBytes(text)))) };
}
