import {
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import { githubSchema } from "./github-schema.js";
import { toParseError, toValidationError, type GitHubErrorBody } from "./validation-errors.js";

/** A document that was read, or what is wrong with it. */
interface ReadDocument {
  readonly document: DocumentNode | null;
  readonly errors: readonly GitHubErrorBody[];
}

const cache = new LRUCache<string, ReadDocument>({ max: 500 });

/** Parses and validates by GitHub's schema; remembers by text. */
export function readDocument(text: string): ReadDocument {
  const known = cache.get(text);
  if (known) return known;
  const read = readAfresh(text);
  cache.set(text, read);
  return read;
}

function readAfresh(text: string): ReadDocument {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return { document: null, errors: [toParseError(error)] };
    throw error;
  }
  const errors = validate(githubSchema(), document).filter((error) => !isAcceptedByGitHub(error));
  return { document, errors: errors.map((error) => toValidationError(document, error)) };
}

/** `state` of an issue and of a pull request side by side: GitHub takes it, and its command line sends it. */
function isAcceptedByGitHub(error: GraphQLError): boolean {
  return error.message.includes("conflict because they return conflicting types");
}

/** The operation that a request means; a sentence when it is not clear which. */
export function chooseOperation(document: DocumentNode, name: string | null): OperationDefinitionNode | string {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (name !== null) {
    return operations.find((operation) => operation.name?.value === name) ?? `No operation named "${name}"`;
  }
  const [first, second] = operations;
  if (first && !second) return first;
  return first ? "An operation name is required" : "A query attribute must be specified and must be a string.";
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
