import { formatDocument, stringifyDocument } from "@urql/core";
import { Kind, type DocumentNode } from "graphql";
import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import * as generated from "./src/generated/operations.js";

/** Writes the texts of all operations by their hash, so that a gateway that runs trusted documents only knows them. */
export function consoleDocuments(): Plugin {
  return {
    name: "octogate-console-documents",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "documents.json", source: JSON.stringify(textsByHash()) });
    },
  };
}

function textsByHash(): Readonly<Record<string, string>> {
  const operations = Object.values(generated).filter(({ definitions }) =>
    definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION),
  );
  // As the cache changes them and urql writes them.
  const texts = operations.map((document) => stringifyDocument(formatDocument(document) as DocumentNode));
  return Object.fromEntries(texts.map((text) => [createHash("sha256").update(text).digest("hex"), text]));
}
