import { createHash } from "node:crypto";
import { GatewayError } from "../../errors/gateway-error.js";
import type { Documents } from "./documents.js";
import type { ManifestDocument } from "./manifest.js";

/**
 * The documents of manifests, by their text or by an id: the manifest's, or SHA-256 of the text in the forms of Apollo
 * and of GraphQL over HTTP. A text is compared as it stands, since nothing of a foreign one is to be parsed.
 *
 * https://github.com/graphql/graphql-over-http/pull/264
 */
export class TrustedDocuments implements Documents {
  readonly #texts: ReadonlySet<string>;
  readonly #byId: ReadonlyMap<string, string>;

  constructor(documents: readonly ManifestDocument[]) {
    this.#texts = new Set(documents.map(({ text }) => text));
    // The last one counts: an id that the manifest gives is the manifest's.
    this.#byId = new Map([
      ...documents.flatMap(({ text }) => hashesOf(text).map((hash) => [hash, text] as const)),
      ...documents.map(({ id, text }) => [id, text] as const),
    ]);
  }

  textOf({ query, documentId = "" }: Parameters<Documents["textOf"]>[0]): string {
    const text = query === undefined ? this.#byId.get(documentId) : query.trim();
    if (text === undefined) {
      throw new GatewayError("PERSISTED_QUERY_NOT_FOUND", "No document has this id here. Send its text instead.");
    }
    if (this.#texts.has(text)) return text;
    throw new GatewayError(
      "DOCUMENT_NOT_TRUSTED",
      "Only the documents of a list are run here, and this one is not on it. Ask the operator to add it to the manifest.",
    );
  }
}

function hashesOf(text: string): readonly string[] {
  const hash = createHash("sha256").update(text).digest("hex");
  return [hash, `sha256:${hash}`];
}
