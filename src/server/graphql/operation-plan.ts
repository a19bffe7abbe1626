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
import { NotPlanned } from "../../plan/not-planned.js";
import { Pieces } from "../../plan/pieces.js";
import type { ReadyBody } from "../../plan/ready-body.js";
import { isOfGitHub } from "../../resolvers/github-object.js";
import { RootPlan } from "../../plan/root-plan.js";

type Variables = Readonly<Record<string, unknown>>;

interface RootField {
  readonly key: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
  readonly info: Omit<GraphQLResolveInfo, "variableValues">;
}

/**
 * A query of which every root field is GitHub's can be planned: its resolvers are run once, to learn what they ask of
 * GitHub and what becomes of the answer, and then only the plans are. Nothing is executed field by field. Whatever is
 * unusual, in the operation or in what GitHub answers, is a `NotPlanned`.
 */
export class PlannableOperation {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fields: readonly RootField[];

  private constructor(schema: GraphQLSchema, operation: OperationDefinitionNode, fields: readonly RootField[]) {
    this.#schema = schema;
    this.#operation = operation;
    this.#fields = fields;
  }

  /** `undefined` where the operation has a field that is not GitHub's, or is no plain list of fields. */
  static of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): PlannableOperation | undefined {
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
      if (field === undefined || !isOfGitHub(getNamedType(field.type)) || keys.has(key)) return undefined;
      keys.add(key);
      fields.push({ key, field, node, info: { ...infoOf(query, field, node), schema, fragments, operation } });
    }
    return new PlannableOperation(schema, operation, fields);
  }

  /**
   * @param planning Gives plans for values.
   * @throws NotPlanned, or what a resolver or GraphQL finds fault with.
   */
  async plan(variables: Variables, planning: RequestContext): Promise<OperationPlan> {
    const definitions = this.#operation.variableDefinitions ?? [];
    const { coerced: variableValues } = getVariableValues(this.#schema, definitions, variables, { maxErrors: 1 });
    if (variableValues === undefined) throw new NotPlanned("value");
    const plans: RootPlan[] = [];
    for (const { field, node, info } of this.#fields) {
      const args = getArgumentValues(field, node, variableValues);
      const plan: unknown = await field.resolve?.(undefined, args, planning, { ...info, variableValues });
      if (!(plan instanceof RootPlan)) throw new NotPlanned("form");
      plans.push(plan);
    }
    return new OperationPlan(
      this.#fields.map(({ key }) => key),
      plans,
    );
  }
}

/** The plan of an operation with its variables: the same for every caller. */
export class OperationPlan {
  readonly #keys: readonly string[];
  readonly #plans: readonly RootPlan[];
  readonly #make = (values: readonly ReadyBody[]) => this.#answerOf(values);

  constructor(keys: readonly string[], plans: readonly RootPlan[]) {
    this.#keys = keys;
    this.#plans = plans;
  }

  /**
   * @returns The body of the answer.
   * @throws NotPlanned, or any failure, where the operation has to be executed in full; nothing is under way then.
   */
  run(context: RequestContext): Promise<ReadyBody> {
    return context.github.run(this.#plans, { authorize: () => context.require("GITHUB"), make: this.#make });
  }

  #answerOf(values: readonly ReadyBody[]): ReadyBody {
    const pieces = new Pieces();
    for (const [index, key] of this.#keys.entries()) {
      pieces.add(`${index === 0 ? '{"data":{' : ","}"${key}":`);
      pieces.addAll(values[index] ?? []);
    }
    pieces.add("}}");
    return pieces.all;
  }
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
