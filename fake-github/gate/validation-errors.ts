import { BREAK, getLocation, Kind, visit, type ASTNode, type DocumentNode, type GraphQLError } from "graphql";

/** An error as GitHub writes it: `type` stands beside the message, not in `extensions`. */
export interface GitHubErrorBody {
  readonly type?: string;
  readonly code?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
}

/** GitHub's server is graphql-ruby, whose sentences and codes differ from those of graphql-js. */
const TRANSLATIONS: readonly {
  readonly pattern: RegExp;
  readonly code: string;
  readonly translate: (found: readonly string[]) => readonly [string, Readonly<Record<string, unknown>>];
}[] = [
  {
    pattern: /^Cannot query field "(.+?)" on type "(.+?)"/,
    code: "undefinedField",
    translate: ([, fieldName, typeName]) => [
      `Field '${fieldName}' doesn't exist on type '${typeName}'`,
      { typeName, fieldName },
    ],
  },
  {
    pattern: /^Unknown argument "(.+?)" on field "(.+?)\.(.+?)"/,
    code: "argumentNotAccepted",
    translate: ([, argumentName, , name]) => [
      `Field '${name}' doesn't accept argument '${argumentName}'`,
      { name, typeName: "Field", argumentName },
    ],
  },
  {
    pattern: /^Field "(.+?)" argument "(.+?)" of type ".+?" is required/,
    code: "missingRequiredArguments",
    translate: ([, name, argument]) => [
      `Field '${name}' is missing required arguments: ${argument}`,
      { className: "Field", name, arguments: argument },
    ],
  },
  {
    pattern: /^Field "(.+?)" of type "(.+?)" must have a selection of subfields/,
    code: "selectionMismatch",
    translate: ([, name, type]) => [
      `Field must have selections (field '${name}' returns ${type?.replace(/[![\]]/g, "")} but has no selections. Did you mean '${name} { ... }'?)`,
      { nodeName: `field '${name}'`, typeName: type?.replace(/[![\]]/g, "") },
    ],
  },
  {
    pattern: /^Variable "\$(.+?)" is not defined(?: by operation "(.+?)")?/,
    code: "variableNotDefined",
    translate: ([, variableName, operation]) => [
      `Variable $${variableName} is used by ${operation ?? "anonymous query"} but not declared`,
      { variableName },
    ],
  },
  {
    pattern: /^Variable "\$(.+?)" is never used(?: in operation "(.+?)")?/,
    code: "variableNotUsed",
    translate: ([, variableName, operation]) => [
      `Variable $${variableName} is declared by ${operation ?? "anonymous query"} but not used`,
      { variableName },
    ],
  },
  {
    pattern: /^Unknown type "(.+?)"/,
    code: "undefinedType",
    translate: ([, typeName]) => [`No such type ${typeName}, so it can't be a fragment condition`, { typeName }],
  },
];

/** Where a node stands, in GitHub's way: `["query Name", "viewer", "login"]`. */
function pathTo(document: DocumentNode, wanted: ASTNode): readonly string[] {
  const path: string[] = [];
  let found: readonly string[] = [];
  visit(document, {
    enter(node) {
      path.push(...nameOf(node));
      if (node !== wanted) return undefined;
      found = [...path];
      return BREAK;
    },
    leave(node) {
      path.splice(path.length - nameOf(node).length);
    },
  });
  return found;
}

function nameOf(node: ASTNode): readonly string[] {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return [node.name ? `${node.operation} ${node.name.value}` : node.operation];
    case Kind.FRAGMENT_DEFINITION:
      return [`fragment ${node.name.value}`];
    case Kind.INLINE_FRAGMENT:
      return [node.typeCondition ? `... on ${node.typeCondition.name.value}` : "..."];
    case Kind.FIELD:
      return [node.alias?.value ?? node.name.value];
    case Kind.ARGUMENT:
      return [node.name.value];
    default:
      return [];
  }
}

export function toValidationError(document: DocumentNode, error: GraphQLError): GitHubErrorBody {
  const path = error.nodes?.[0] ? pathTo(document, error.nodes[0]) : [];
  const locations = error.locations?.slice(0, 1) ?? [];
  for (const { pattern, code, translate } of TRANSLATIONS) {
    const match = pattern.exec(error.message);
    if (!match) continue;
    const [message, details] = translate(match);
    return { path, extensions: { code, ...details }, locations, message };
  }
  return { path, extensions: { code: "invalidDocument" }, locations, message: error.message };
}

export function toParseError(error: GraphQLError): GitHubErrorBody {
  const { source, positions } = error;
  const at = source && positions?.[0] !== undefined ? getLocation(source, positions[0]) : { line: 1, column: 1 };
  const what = /Unexpected (.+?)\.?$/.exec(error.message)?.[1] ?? error.message;
  return { locations: [at], message: `Parse error on ${what} at [${at.line}, ${at.column}]` };
}
