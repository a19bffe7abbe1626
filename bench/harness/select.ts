import {
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** An object whose fields are values, or functions of the field's arguments. */
export interface Source {
  readonly [field: string]: unknown;
}

type Variables = Readonly<Record<string, unknown>>;

/** Answers a document from plain objects, without a schema: in the order and under the names that it asks for. */
export function select(document: DocumentNode, variables: Variables, root: Source): object {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: SelectionSetNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition.selectionSet;
  }
  if (operation === undefined) throw new Error("The document has no operation.");
  return fill(operation, root, {});

  function fill(set: SelectionSetNode, source: Source, target: Record<string, unknown>): Record<string, unknown> {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const { name, alias, arguments: given = [], selectionSet } = selection;
        if (!(name.value in source)) throw new Error(`The lean upstream has no field \`${name.value}\`.`);
        const found = source[name.value];
        const args = Object.fromEntries(
          given.map((each) => [each.name.value, valueFromASTUntyped(each.value, variables)]),
        );
        const value: unknown = typeof found === "function" ? Reflect.apply(found, undefined, [args]) : found;
        const key = alias?.value ?? name.value;
        target[key] = selectionSet === undefined ? value : below(selectionSet, value, target[key]);
        continue;
      }
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (inner === undefined) throw new Error("The document lacks a fragment.");
      const wanted = inner.typeCondition?.name.value;
      if (wanted === undefined || wanted === source["__typename"] || INTERFACES.has(wanted)) {
        fill(inner.selectionSet, source, target);
      }
    }
    return target;
  }

  function below(set: SelectionSetNode, value: unknown, before: unknown): unknown {
    if (Array.isArray(value)) {
      const known = Array.isArray(before) ? before : [];
      return value.map((each, index) => below(set, each, known[index]));
    }
    if (value === null || value === undefined) return null;
    return fill(set, value as Source, (before ?? {}) as Record<string, unknown>);
  }
}

const INTERFACES = new Set(["Node", "Actor", "RepositoryOwner", "ProfileOwner"]);
