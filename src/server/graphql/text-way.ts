import {
  getArgumentValues,
  getNamedType,
  getVariableValues,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { RequestContext } from "../../context/request-context.js";
import { JsonText } from "../../text/json-text.js";
import { NotAsText } from "../../text/not-as-text.js";

type Variables = Readonly<Record<string, unknown>>;

interface RootField {
  /** The response key as JSON, with a colon. */
  readonly prefix: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
  readonly info: Omit<GraphQLResolveInfo, "variableValues">;
}

/**
 * The short way of a query of which every field is GitHub's: each root field gives its value as JSON, and the answer is
 * put together from those texts. Fields further down are not executed one by one. Whatever is unusual, in the operation
 * or in what GitHub answers, is a `NotAsText`, and the operation is executed by Apollo, on the same answers of GitHub's.
 */
export class TextWay {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fields: readonly RootField[];

  private constructor(schema: GraphQLSchema, operation: OperationDefinitionNode, fields: readonly RootField[]) {
    this.#schema = schema;
    this.#operation = operation;
    this.#fields = fields;
  }

  /** `undefined` where the operation has a field that is not GitHub's, or is no plain list of fields. */
  static of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): TextWay | undefined {
    const query = schema.getQueryType();
    if (operation.operation !== OperationTypeNode.QUERY || query === undefined || query === null) return undefined;
    const fragments: Record<string, FragmentDefinitionNode> = {};
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    }
    const fields: RootField[] = [];
    const keys = new Set<string>();
    for (const node of operation.selectionSet.selections) {
      if (node.kind !== Kind.FIELD || (node.directives?.length ?? 0) > 0) return undefined;
      const field = query.getFields()[node.name.value];
      const key = node.alias?.value ?? node.name.value;
      if (field === undefined || !isOfGitHub(field) || keys.has(key)) return undefined;
      keys.add(key);
      const info = { ...infoOf(query, field, node), schema, fragments, operation };
      fields.push({ prefix: `${JSON.stringify(key)}:`, field, node, info });
    }
    return new TextWay(schema, operation, fields);
  }

  /**
   * The data of the answer, as JSON.
   *
   * @param context Its objects of GitHub's are texts.
   */
  with(variables: Variables): (context: RequestContext) => Promise<string> {
    const calls = this.#calls(variables);
    return (context) => run(calls, context);
  }

  /** Undefined for variables that GraphQL has to find fault with. */
  #calls(variables: Variables): readonly RootCall[] | undefined {
    const definitions = this.#operation.variableDefinitions ?? [];
    const { coerced: variableValues } = getVariableValues(this.#schema, definitions, variables, { maxErrors: 1 });
    if (variableValues === undefined) return undefined;
    try {
      return this.#fields.map(({ prefix, field, node, info }) => ({
        prefix,
        field,
        args: getArgumentValues(field, node, variableValues),
        info: { ...info, variableValues },
      }));
    } catch {
      return undefined;
    }
  }
}

/** A root field with its arguments. */
interface RootCall extends Pick<RootField, "prefix" | "field"> {
  readonly args: Record<string, unknown>;
  readonly info: GraphQLResolveInfo;
}

async function run(calls: readonly RootCall[] | undefined, context: RequestContext): Promise<string> {
  if (calls === undefined) throw new NotAsText("value");
  const values = calls.map((call) => resolve(call, context));
  try {
    return `{${(await Promise.all(values)).join(",")}}`;
  } catch (error) {
    context.answers?.close();
    // None of them may be at work any more when the operation is run in the other way.
    await Promise.allSettled(values);
    throw error;
  }
}

async function resolve({ prefix, field, args, info }: RootCall, context: RequestContext): Promise<string> {
  const value: unknown = await field.resolve?.(undefined, args, context, info);
  if (value === null) return `${prefix}null`;
  if (!(value instanceof JsonText)) throw new NotAsText("form");
  return prefix + value.text;
}

function isOfGitHub({ type }: GraphQLField<unknown, unknown>): boolean {
  return getNamedType(type).extensions["gitHubType"] !== undefined;
}

function infoOf(
  query: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Pick<GraphQLResolveInfo, "fieldName" | "fieldNodes" | "returnType" | "parentType" | "path" | "rootValue"> {
  const key = node.alias?.value ?? node.name.value;
  return {
    fieldName: field.name,
    fieldNodes: [node],
    returnType: field.type,
    parentType: query,
    path: { prev: undefined, key, typename: query.name },
    rootValue: undefined,
  };
}
