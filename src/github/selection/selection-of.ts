import { getNamedType, isCompositeType, type FieldNode, type GraphQLResolveInfo } from "graphql";
import type { AskedSelection } from "../upstream/upstream-batch.js";
import { SelectionCompiler, selectionSetsOf, type FieldReaders } from "./selection-compiler.js";
import type { Shape } from "./shape.js";

/** What the client selected of a field, as GitHub is asked for it. */
export interface ClientSelection extends AskedSelection {
  readonly shape: Shape;
}

/** Which object the selection is one of, where that is not what the field returns. */
export interface SelectionTarget {
  /** Name of the reader of the field itself, for a root field that stands for a field of another object. */
  readonly reader?: string;
  /** Name of the type, for a field that can return several of which one is known already. */
  readonly type?: string;
}

interface Known extends Omit<ClientSelection, "values">, SelectionTarget {
  /** Operations of one document can share a field of a fragment, and select more of it beside. */
  readonly nodes: readonly FieldNode[];
  /** Values of the variables that decide on `@skip` and `@include`. */
  readonly conditions: readonly (readonly [string, unknown])[];
}

const MAX_VARIANTS = 16;

// Documents that are seen again are the same objects (the server keeps the last ones), so this lives as long as they do.
const selections = new WeakMap<FieldNode, Known[]>();

/**
 * The client's selection below the field that is being resolved; worked out once for each document.
 */
export function selectionOf(
  info: GraphQLResolveInfo,
  readers: FieldReaders,
  target: SelectionTarget = {},
): ClientSelection {
  const [node] = info.fieldNodes;
  const type = target.type === undefined ? getNamedType(info.returnType) : info.schema.getType(target.type);
  if (node === undefined || !isCompositeType(type)) throw new Error(`${info.fieldName} has no selection.`);
  let known = selections.get(node);
  if (known === undefined) selections.set(node, (known = []));
  const values = info.variableValues;
  let selection = known.find(
    ({ conditions, nodes, type: wanted }) =>
      wanted === target.type &&
      nodes.length === info.fieldNodes.length &&
      nodes.every((each, index) => each === info.fieldNodes[index]) &&
      conditions.every(([name, value]) => values[name] === value),
  );
  if (selection === undefined) {
    const compiler = new SelectionCompiler(
      { schema: info.schema, fragments: info.fragments, variables: values },
      readers,
    );
    const { text, shape, page } =
      target.reader === undefined
        ? compiler.compile(type, selectionSetsOf(info.fieldNodes))
        : compiler.compileField(info.parentType, info.fieldNodes, target.reader);
    const conditions = [...compiler.conditions].map((name) => [name, values[name]] as const);
    const { variables, tellsAccess } = compiler;
    selection = { nodes: info.fieldNodes, text, shape, variables, conditions, ...target, page, tellsAccess };
    known.push(selection);
    if (known.length > MAX_VARIANTS) known.shift();
  }
  const { text, shape, variables, page, tellsAccess } = selection;
  return { text, shape, variables, values, page, tellsAccess };
}
