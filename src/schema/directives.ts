import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLEnumType, GraphQLInt } from "graphql";
import { GraphQLList, GraphQLNonNull, GraphQLString } from "graphql";
import { Authorized, Directive, Extensions } from "type-graphql";

const ACCESS_LEVELS = {
  PUBLIC: { description: "Anyone who can reach the gateway; makes no call to GitHub." },
  SESSION: { description: "A session (SaaS) or the local user (OSS); makes no call to GitHub." },
  GITHUB: { description: "A working GitHub credential." },
  ADMIN: {
    description: "An operator: the one-time setup token, or an edition's own administrator check.",
  },
} as const;

const accessLevelEnum = new GraphQLEnumType({
  name: "AccessLevel",
  description: "Access levels, in ascending order of what the caller must have.",
  values: ACCESS_LEVELS,
});

const texts = new GraphQLList(new GraphQLNonNull(GraphQLString));

/** The directives of this schema, besides those of the GraphQL specification. */
export const gatewayDirectives: readonly GraphQLDirective[] = [
  new GraphQLDirective({
    name: "access",
    description:
      "Who may call a field. Enforced by the resolver guard that is generated from the same declaration, so " +
      "documentation and behaviour cannot drift apart.",
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      level: { type: new GraphQLNonNull(accessLevelEnum) },
    },
  }),
  // https://ibm.github.io/graphql-specs/cost-spec.html
  new GraphQLDirective({
    name: "cost",
    description: "Static weight of a field for the query budget (IBM GraphQL cost specification).",
    locations: [
      DirectiveLocation.ARGUMENT_DEFINITION,
      DirectiveLocation.ENUM,
      DirectiveLocation.FIELD_DEFINITION,
      DirectiveLocation.INPUT_FIELD_DEFINITION,
      DirectiveLocation.OBJECT,
      DirectiveLocation.SCALAR,
    ],
    args: {
      weight: { type: new GraphQLNonNull(GraphQLString) },
    },
  }),
  new GraphQLDirective({
    name: "listSize",
    description: "Size of a list for the query budget (IBM GraphQL cost specification).",
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      assumedSize: { type: GraphQLInt },
      slicingArguments: { type: texts },
      sizedFields: { type: texts },
      requireOneSlicingArgument: { type: GraphQLBoolean, defaultValue: true },
    },
  }),
];

/** Who may call a field: printed as `@access` and enforced by the guard. */
export function Access(level: keyof typeof ACCESS_LEVELS): MethodDecorator {
  return (prototype, field, descriptor) => {
    Directive(`@access(level: ${level})`)(prototype, field, descriptor);
    Authorized(level)(prototype, field, descriptor);
  };
}

/** Weight of a field in the query budget: printed as `@cost`. */
export function Cost(weight: string): PropertyDecorator & MethodDecorator {
  return Directive(`@cost(weight: "${weight}")`);
}

/** How a list is paged; on the field's extensions as `listSize`. */
export interface ListSize {
  /** Arguments that say how many items there are at most. Each must be from 1 to the largest page size. */
  readonly slicingArguments: readonly string[];
  /** Fields of a connection that hold the items; none where the field itself is the list. */
  readonly sizedFields?: readonly string[];
}

/** Printed as `@listSize`; the slicing arguments are held to the largest page size from the same declaration. */
export function ListSize(size: ListSize): PropertyDecorator & MethodDecorator {
  const given = Object.entries(size).map(([name, values]) => `${name}: ${JSON.stringify(values)}`);
  const directive = Directive(`@listSize(${given.join(", ")})`);
  const extensions = Extensions({ listSize: size });
  return (prototype: object, field: string | symbol, descriptor?: PropertyDescriptor) => {
    directive(prototype, field, descriptor as PropertyDescriptor);
    extensions(prototype, field, descriptor as PropertyDescriptor);
  };
}

/** Every connection is paged like this. */
export const CONNECTION_SIZE: ListSize = {
  slicingArguments: ["first"],
  sizedFields: ["nodes", "edges"],
};
