import type { ApolloServerPlugin } from "@apollo/server";
import {
  GraphQLError,
  Kind,
  visit,
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  type ValidationContext,
} from "graphql";

/** Refuses `__schema`; for a gateway that does not show its schema. */
export function refuseSchemaIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (node.name.value !== "__schema") return;
      const message = "Introspection is off here. The operator can switch it on with OCTOGATE_INTROSPECTION.";
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

/**
 * Answers `__type` as if no type existed. An error would do as well for us, but `__type` is how clients and GraphQL over
 * HTTP's own audits try whether variables work.
 */
export function hideTypes(): ApolloServerPlugin {
  const hidden = new WeakMap<DocumentNode, DocumentNode>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation(requestContext) {
          const { document } = requestContext;
          const known = hidden.get(document) ?? withoutTypeNames(document);
          hidden.set(document, known);
          Object.assign(requestContext, { document: known });
        },
      };
    },
  };
}

/** After validation, so that a variable that is used nowhere else is no error. */
function withoutTypeNames(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field(node) {
      if (node.name.value !== "__type") return undefined;
      return {
        ...node,
        arguments: (node.arguments ?? []).map((argument) => ({ ...argument, value: EMPTY_NAME })),
      };
    },
  });
}

const EMPTY_NAME = { kind: Kind.STRING, value: "" } as const satisfies ASTNode;
