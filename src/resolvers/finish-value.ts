import { collectSubFields } from "@graphql-tools/utils";
import {
  getArgumentValues,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from "graphql";
import { Answered, type Finish } from "./finish.js";
import { isAnsweredHere, isOfGitHub } from "./github-object.js";
import { NotFinished } from "./not-finished.js";
import { assertPageSizes } from "./page-size.js";
import { typeNameOf } from "./type-name.js";

const MAY_HOLD_VARIABLES: ReadonlySet<Kind> = new Set([Kind.VARIABLE, Kind.LIST, Kind.OBJECT]);

type Scope = Pick<GraphQLResolveInfo, "schema" | "fragments" | "variableValues">;

/** What cannot be finished is known once, and nothing of it is begun. */
export function finishOrRefuse(make: () => Finish): Finish {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotFinished)) throw error;
    return () => {
      throw error;
    };
  }
}

/**
 * Completes a value as execution does (GraphQL specification, CompleteValue), as far as nothing unusual is in it.
 *
 * @throws NotFinished where that can never be.
 */
export function finishOf(type: GraphQLOutputType, nodes: readonly FieldNode[], scope: Scope): Finish {
  if (isNonNullType(type)) {
    const finish = finishPresent(type.ofType, nodes, scope);
    return (value, run) => {
      if (value === null || value === undefined) throw new NotFinished();
      return finish(value, run);
    };
  }
  const finish = finishPresent(type, nodes, scope);
  return (value, run) => (value === null || value === undefined ? null : finish(value, run));
}

function finishPresent(
  type: GraphQLNullableType & GraphQLOutputType,
  nodes: readonly FieldNode[],
  scope: Scope,
): Finish {
  if (isLeafType(type)) return finishLeaf(type);
  if (isListType(type)) {
    const finish = finishOf(type.ofType, nodes, scope);
    return (value, run) => {
      if (!Array.isArray(value)) throw new NotFinished();
      return value.map((item) => finish(item, run));
    };
  }
  if (isObjectType(type)) return finishObject(type, nodes, scope);
  const finishes = new Map<string, Finish>();
  return (value, run) => {
    const name = typeNameOf(value) ?? "";
    let finish = finishes.get(name);
    if (finish === undefined) {
      const object = scope.schema.getType(name);
      if (!isObjectType(object) || !scope.schema.isSubType(type, object)) throw new NotFinished();
      finish = finishOrRefuse(() => finishObject(object, nodes, scope));
      finishes.set(name, finish);
    }
    return finish(value, run);
  };
}

function finishLeaf(type: GraphQLLeafType): Finish {
  return (value) => {
    assertSettled(value);
    const leaf: unknown = type.serialize(value);
    if (leaf === null || leaf === undefined) throw new NotFinished();
    return leaf;
  };
}

function finishObject(type: GraphQLObjectType, nodes: readonly FieldNode[], scope: Scope): Finish {
  const { fields: collected } = collectSubFields(scope.schema, { ...scope.fragments }, scope.variableValues, type, [
    ...nodes,
  ]);
  const fields = [...collected].map(([key, fieldNodes]) => ({
    key,
    finish: finishField(type, key, fieldNodes, scope),
  }));
  // In a plain object the key would name something else.
  if ((type.isTypeOf !== undefined && type.isTypeOf !== null) || collected.has("__proto__")) throw new NotFinished();
  return (value, run) => {
    assertSettled(value);
    const finished: Record<string, unknown> = {};
    for (const { key, finish } of fields) {
      const made = finish(value, run);
      if (made instanceof Answered) run.unasked.push({ object: finished, key, ask: made.ask });
      // In the order of the client, whenever the value comes.
      finished[key] = made;
    }
    return finished;
  };
}

/** Takes the object, and gives the value of the field. */
function finishField(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[], scope: Scope): Finish {
  const [node] = nodes;
  const field = type.getFields()[node?.name.value ?? ""];
  if (node?.name.value === "__typename") return () => type.name;
  if (node === undefined || field === undefined) throw new NotFinished();
  const isGitHubs = isOfGitHub(type);
  if (isGitHubs && isAnsweredHere(field)) {
    // It asks GitHub for more, and execution would ask again where something of that cannot be finished.
    if (isOfGitHub(getNamedType(field.type))) throw new NotFinished();
    return finishAnswered(field, { parentType: type, key, nodes, node }, scope);
  }
  if (!isGitHubs && field.resolve !== undefined) throw new NotFinished();
  const property = isGitHubs ? key : field.name;
  const finish = finishOf(field.type, nodes, scope);
  const read: Finish = (object, run) => finish(valueAt(object, property), run);
  if (!canBeRefused(field, node)) return read;
  return (object, run) => {
    assertPageSizes(field, getArgumentValues(field, node, run.info.variableValues), run.context);
    return read(object, run);
  };
}

interface Place {
  readonly parentType: GraphQLObjectType;
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly node: FieldNode;
}

/** What a resolver of ours makes of what GitHub brought. */
function finishAnswered(field: GraphQLField<unknown, unknown>, place: Place, scope: Scope): Finish {
  const { parentType, key, nodes, node } = place;
  const finish = finishOf(field.type, nodes, scope);
  const path = { prev: undefined, key, typename: parentType.name };
  const about = { fieldName: field.name, fieldNodes: nodes, returnType: field.type, parentType, path };
  return (object, run) => {
    assertSettled(valueAt(object, key));
    return new Answered(async () => {
      const args = getArgumentValues(field, node, run.info.variableValues);
      return finish(await field.resolve?.(object, args, run.context, { ...run.info, ...about }), run);
    });
  };
}

/** Whether it depends on the request if the arguments of a field are right. */
function canBeRefused(field: GraphQLField<unknown, unknown>, node: FieldNode): boolean {
  if (field.extensions["listSize"] !== undefined) return true;
  return node.arguments?.some(({ value }) => MAY_HOLD_VARIABLES.has(value.kind)) === true;
}

function valueAt(object: unknown, key: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[key];
}

function assertSettled(value: unknown): void {
  if (value instanceof Error || value instanceof Promise) throw new NotFinished();
}
