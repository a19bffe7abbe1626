import { Kind, parse, print, type GraphQLField, type GraphQLNamedType } from "graphql";
import type { UpstreamField, UpstreamType } from "../../schema/from-github.js";

/** One field of GitHub's that a computed value is made of. */
export interface Need {
  readonly name: string;
  /** The field with its arguments and its selection, without an alias. */
  readonly text: string;
}

const NONE: UpstreamField = {};
const needs = new WeakMap<UpstreamField, readonly Need[]>();

/** Every type of GitHub's that is shown as this type of ours; none for types that do not come from GitHub. */
export function upstreamTypeNames(type: GraphQLNamedType): readonly string[] {
  const { type: name, also = [] } = (type.extensions["gitHubType"] as UpstreamType | undefined) ?? {};
  return name === undefined ? [] : [name, ...also];
}

/** Whether GitHub has no objects of this interface but those that are shown as one of our types. */
export function isComplete(type: GraphQLNamedType): boolean {
  return (type.extensions["gitHubType"] as UpstreamType | undefined)?.isComplete === true;
}

/** Where a field comes from, as declared beside the schema types. */
export function declarationOf(field: GraphQLField<unknown, unknown>): UpstreamField {
  return (field.extensions["gitHub"] as UpstreamField | undefined) ?? NONE;
}

/** The fields in a declaration's `select`; read once for each declaration. */
export function needsOf(declaration: UpstreamField): readonly Need[] {
  let known = needs.get(declaration);
  if (known === undefined) needs.set(declaration, (known = readNeeds(declaration.select ?? "")));
  return known;
}

function readNeeds(select: string): readonly Need[] {
  if (select.trim() === "") return [];
  const [definition] = parse(select, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Not a selection set: ${select}`);
  return definition.selectionSet.selections.map((selection) => {
    if (selection.kind !== Kind.FIELD) throw new Error(`Only fields can be needed: ${select}`);
    return { name: selection.name.value, text: print(selection).replace(/\s+/g, " ") };
  });
}
