import {
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
} from "graphql";
import type { RequestContext } from "../context/request-context.js";
import { RootPlan } from "../plan/root-plan.js";
import { finishOf, finishOrRefuse } from "./finish-value.js";
import type { Finish, Run } from "./finish.js";
import { isOfGitHub } from "./github-object.js";

/** By response key. */
type Finishes = Map<string | number, Finish>;

// By how `@skip` and `@include` turn out. Few: each takes more memory than the document.
const MAX_VARIANTS = 4;

// The server keeps the last documents, so this lives as long as they do.
const finishes = new WeakMap<OperationDefinitionNode, Map<string, Finishes>>();

/**
 * Completes what a root field gets of GitHub's at once: it is shaped already, and executing each of its fields would
 * take several times as long. Execution gets nothing to complete; the value goes into the answer in its place.
 */
export function finishAhead(field: GraphQLField<unknown, RequestContext>): void {
  const { resolve, type } = field;
  const isList = isListType(getNullableType(type));
  if (resolve === undefined || !isOfGitHub(getNamedType(type)) || (isNonNullType(type) && !isList)) return;
  field.resolve = async (source, args, context, info) => {
    const value: unknown = await resolve(source, args, context, info);
    if (value === null || value === undefined || value instanceof RootPlan) return value;
    const finished = await finish(value, context, info);
    if (finished === undefined) return value;
    context.finished.add(String(info.path.key), finished);
    if (context.finished.areExecuted) return value;
    return isList ? [] : null;
  };
}

/** `undefined` where something has to be executed; whatever has failed fails there again, and is put into words. */
async function finish(value: unknown, context: RequestContext, info: GraphQLResolveInfo): Promise<unknown> {
  const unasked: Run["unasked"] = [];
  try {
    const finished = finishFor(info)(value, { context, info, unasked });
    const values = await Promise.all(unasked.map(({ ask }) => ask()));
    unasked.forEach(({ object, key }, index) => (object[key] = values[index]));
    return finished;
  } catch {
    return undefined;
  }
}

function finishFor(info: GraphQLResolveInfo): Finish {
  const { operation, path, returnType, fieldNodes, schema, fragments } = info;
  const conditions = conditionsOf(info);
  const known = finishesUnder(JSON.stringify(conditions), operation);
  let found = known.get(path.key);
  if (found === undefined) {
    const scope = { schema, fragments, variableValues: conditions };
    known.set(path.key, (found = finishOrRefuse(() => finishOf(returnType, fieldNodes, scope))));
  }
  return found;
}

function finishesUnder(conditions: string, operation: OperationDefinitionNode): Finishes {
  let variants = finishes.get(operation);
  if (variants === undefined) finishes.set(operation, (variants = new Map()));
  let known = variants.get(conditions);
  if (known === undefined) {
    if (variants.size >= MAX_VARIANTS) variants.clear();
    variants.set(conditions, (known = new Map()));
  }
  return known;
}

/** All that `@skip` and `@include` can depend on. */
function conditionsOf({ variableValues }: GraphQLResolveInfo): GraphQLResolveInfo["variableValues"] {
  return Object.fromEntries(Object.entries(variableValues).filter(([, value]) => typeof value === "boolean"));
}
