import { GraphQLError, parse, validate, type GraphQLSchema } from "graphql";
import { readFile } from "node:fs/promises";
import { GatewayError } from "../../errors/gateway-error.js";
import { readBuiltFile } from "../console/built-files.js";
import { assertDocumentWithinLimits } from "../limits/document-limits.js";
import { assertSourceWithinLimits } from "../limits/source-limits.js";
import { parseManifest, type ManifestDocument } from "./manifest.js";
import { TrustedDocumentsError } from "./trusted-documents-error.js";
import { TrustedDocuments } from "./trusted-documents.js";

/** The operations of the console and of the explorer's own page; `web/console-documents.ts` writes them. */
const OF_CONSOLE = "documents.json";

export interface TrustedDocumentsOptions {
  /** Of the operator's manifest. */
  readonly path: string;
  readonly schema: GraphQLSchema;
}

/**
 * Reads the documents of the operator's manifest; those of the console are trusted as well.
 *
 * @throws TrustedDocumentsError with everything that keeps one of them from being run.
 */
export async function readTrustedDocuments({ path, schema }: TrustedDocumentsOptions): Promise<TrustedDocuments> {
  const { documents, problems } = parseManifest(await readText(path));
  const all = [...problems, ...documents.flatMap((document) => problemsOf(document, schema))];
  if (all.length > 0) throw new TrustedDocumentsError(path, all);
  const ofConsole = await readBuiltFile(OF_CONSOLE);
  return new TrustedDocuments([...parseManifest(ofConsole?.toString() ?? "{}").documents, ...documents]);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new TrustedDocumentsError(path, [
      `It cannot be read (${code}). Check that the path is right and that the gateway may read it.`,
    ]);
  }
}

function problemsOf({ id, name, text }: ManifestDocument, schema: GraphQLSchema): readonly string[] {
  const which = name === undefined ? id : `${name} (${id})`;
  return faultsIn(text, schema).map((error) => `${which}${placeOf(error)}: ${error.message}`);
}

function faultsIn(text: string, schema: GraphQLSchema): readonly Error[] {
  try {
    assertSourceWithinLimits(text);
    const document = parse(text);
    assertDocumentWithinLimits(document);
    return validate(schema, document);
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof GatewayError) return [error];
    throw error;
  }
}

function placeOf(error: Error): string {
  const place = error instanceof GraphQLError ? error.locations?.[0] : undefined;
  return place === undefined ? "" : `, line ${place.line}, column ${place.column}`;
}
