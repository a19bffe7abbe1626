import {
  getNamedType,
  isInputObjectType,
  Kind,
  parse,
  visit,
  type GraphQLNamedType,
  type GraphQLSchema,
  type TypeNode,
  type VariableDefinitionNode,
} from "graphql";

const SECRET = "Secret";

/** The variables of an operation as JSON, without those that have a secret in them or that it does not declare. */
export function withoutSecrets(
  { query, variables }: { readonly query: string; readonly variables: string },
  schema: GraphQLSchema,
): string {
  const values = parseObject(variables);
  const kept = definitionsOf(query)
    .filter((definition) => isHarmless(definition, schema))
    .map(({ variable }) => variable.name.value)
    .filter((name) => Object.hasOwn(values, name));
  return JSON.stringify(Object.fromEntries(kept.map((name) => [name, values[name]])));
}

/** None where the document cannot be read: then nobody knows what its variables are. */
function definitionsOf(query: string): readonly VariableDefinitionNode[] {
  const definitions: VariableDefinitionNode[] = [];
  try {
    visit(parse(query), { VariableDefinition: (definition) => void definitions.push(definition) });
  } catch {
    return [];
  }
  return definitions;
}

function isHarmless({ type }: VariableDefinitionNode, schema: GraphQLSchema): boolean {
  const found = schema.getType(nameOf(type));
  return found !== undefined && !holdsSecret(found, new Set());
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function holdsSecret(type: GraphQLNamedType, seen: Set<GraphQLNamedType>): boolean {
  if (type.name === SECRET) return true;
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some((field) => holdsSecret(getNamedType(field.type), seen));
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
