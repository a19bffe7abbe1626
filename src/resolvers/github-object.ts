import type {
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLResolveInfo,
} from "graphql";
import type { UpstreamField } from "../schema/from-github.js";

/**
 * Lets the fields of an object of GitHub's be read from it. The GitHub service has shaped it for the client's
 * operation, keyed by response key: two aliases of one field can have other arguments, and so other values.
 */
export function readGitHubObject(type: GraphQLObjectType): void {
  if (!isOfGitHub(type)) return;
  for (const field of Object.values(type.getFields())) {
    const resolve = isAnsweredHere(field) ? field.resolve : undefined;
    field.resolve = resolve === undefined ? readResponseKey : withSelectedRoot(resolve);
  }
}

export function isOfGitHub(type: GraphQLNamedType): boolean {
  return type.extensions["gitHubType"] !== undefined;
}

/** Whether GitHub brings only what a field resolver of ours makes its value from. */
export function isAnsweredHere(field: GraphQLField<unknown, unknown>): boolean {
  const declaration = field.extensions["gitHub"] as UpstreamField | undefined;
  return declaration?.select !== undefined && declaration.value === undefined;
}

function readResponseKey(source: unknown, _args: unknown, _context: unknown, { path }: GraphQLResolveInfo): unknown {
  return (source as Readonly<Record<string, unknown>>)[path.key];
}

function withSelectedRoot(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const selected = readResponseKey(source, args, context, info);
    // What GitHub withheld is an error in the place of the value.
    return selected instanceof Error ? selected : resolve(selected, args, context, info);
  };
}
