import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Variables } from "./shape.js";

/** The client's operation around a selection. */
export interface OperationScope {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Variables;
}

export interface CollectedFields {
  /** Fields of the type itself by response key, in the client's order. */
  readonly fields: Map<string, FieldNode[]>;
  /** What is selected of some of an abstract type's object types only, by name of the object type. */
  readonly narrower: Map<string, SelectionSetNode[]>;
  /** Variables that `@skip` and `@include` were decided by. */
  readonly conditions: Set<string>;
}

/** Collects fields as execution does (GraphQL specification, CollectFields), for object types and for abstract ones. */
export function collectFields(
  scope: OperationScope,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): CollectedFields {
  const collected: CollectedFields = { fields: new Map(), narrower: new Map(), conditions: new Set() };
  for (const set of selectionSets) visitSelections(scope, type, set, collected);
  return collected;
}

function visitSelections(
  scope: OperationScope,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  collected: CollectedFields,
): void {
  for (const selection of set.selections) {
    if (!isIncluded(selection, scope.variables, collected.conditions)) continue;
    if (selection.kind === Kind.FIELD) {
      append(collected.fields, selection.alias?.value ?? selection.name.value, selection);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : scope.fragments[selection.name.value];
    if (fragment === undefined) continue;
    const condition = fragment.typeCondition?.name.value ?? type.name;
    if (applies(scope.schema, condition, type)) visitSelections(scope, type, fragment.selectionSet, collected);
    else if (isAbstractType(type)) {
      for (const possible of scope.schema.getPossibleTypes(type)) {
        if (applies(scope.schema, condition, possible))
          append(collected.narrower, possible.name, fragment.selectionSet);
      }
    }
  }
}

/** Whether every object of `type` fulfils the type condition. */
function applies(schema: GraphQLSchema, condition: string, type: GraphQLCompositeType): boolean {
  if (condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && (isObjectType(type) || "getInterfaces" in type) && schema.isSubType(wanted, type);
}

function isIncluded(selection: SelectionNode, variables: Variables, conditions: Set<string>): boolean {
  for (const directive of selection.directives ?? []) {
    const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
    if (value?.kind === Kind.VARIABLE) conditions.add(value.name.value);
  }
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.["if"] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.["if"] !== false;
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
