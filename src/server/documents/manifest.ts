/** A document of a manifest. */
export interface ManifestDocument {
  readonly id: string;
  /** Of its operation, where the manifest tells. */
  readonly name?: string | undefined;
  /** Without blanks around it. */
  readonly text: string;
}

export interface Manifest {
  readonly documents: readonly ManifestDocument[];
  /** Sentences. */
  readonly problems: readonly string[];
}

/** What Apollo's tool writes into its manifest. https://www.apollographql.com/docs/graphos/platform/security/persisted-queries */
const APOLLO_FORMAT = "apollo-persisted-query-manifest";
const APOLLO_VERSION = 1;

/**
 * Reads a manifest: Apollo's, or a map from ids to documents as the client preset of graphql-codegen and Relay's
 * compiler write it.
 */
export function parseManifest(text: string): Manifest {
  const entries = entriesOf(parseJson(text));
  if (typeof entries === "string") return { documents: [], problems: [entries] };
  if (entries.length === 0) return { documents: [], problems: ["There is no document in it."] };
  const documents = entries.filter(isDocument).map(({ id, name, text: body }) => ({ id, name, text: body.trim() }));
  const problems = entries.flatMap((entry, index) =>
    isDocument(entry) ? [] : [`Entry ${index + 1} is not an id with the text of a document.`],
  );
  return { documents, problems: [...problems, ...ambiguities(documents)] };
}

interface Entry {
  readonly id: unknown;
  readonly name?: unknown;
  readonly text: unknown;
}

/** A sentence for what is no manifest. */
function entriesOf(json: unknown): readonly Entry[] | string {
  if (json === undefined) return "It is not JSON.";
  if (!isRecord(json)) return "It is neither a manifest of Apollo's nor a map from ids to documents.";
  const { format, version, operations } = json;
  if (!Array.isArray(operations)) return Object.entries(json).map(([id, text]) => ({ id, text }));
  if (format !== APOLLO_FORMAT || version !== APOLLO_VERSION) {
    return `It has operations, but not the format ${APOLLO_FORMAT} in version ${APOLLO_VERSION}.`;
  }
  return operations.map((operation: unknown) => {
    const { id, name, body } = isRecord(operation) ? operation : {};
    return { id, name, text: body };
  });
}

function isDocument(entry: Entry): entry is ManifestDocument {
  const { id, name, text } = entry;
  return typeof id === "string" && id !== "" && typeof text === "string" && isOptionalText(name);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

function ambiguities(documents: readonly ManifestDocument[]): readonly string[] {
  const known = new Map<string, string>();
  return documents.flatMap(({ id, text }) => {
    const other = known.get(id);
    known.set(id, text);
    return other === undefined || other === text ? [] : [`${id} is the id of two documents.`];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
