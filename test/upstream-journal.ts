import { Kind, parse, TypeInfo, visit, visitWithTypeInfo, type DocumentNode } from "graphql";
import { githubSchema, type JournalEntry } from "../fake-github/index.js";
import type { TestGateway } from "./gateway.js";

/** The documents that the gateway has sent since the journal was cleared. */
export function documentsOf({ fakeGitHub }: TestGateway): readonly DocumentNode[] {
  return fakeGitHub.journal.graphql.map(documentOf);
}

export function documentOf({ query }: Pick<JournalEntry, "query">): DocumentNode {
  return parse(query ?? "");
}

/** `Type.field` of everything that a document asks of GitHub, each once, in the order of the alphabet. */
export function fieldsIn(document: DocumentNode): readonly string[] {
  const info = new TypeInfo(githubSchema());
  const fields = new Set<string>();
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => void fields.add(`${info.getParentType()?.name}.${name.value}`),
    }),
  );
  return [...fields].toSorted();
}

/** How many fields a document asks for, repetitions included. */
export function countFields(document: DocumentNode): number {
  let count = 0;
  visit(document, { [Kind.FIELD]: () => void (count += 1) });
  return count;
}
