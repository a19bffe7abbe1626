import { ERROR_CATALOGUE, type ErrorCatalogueEntry } from "./error-catalogue.js";

/** The text of docs/errors.md, from the catalogue that the gateway answers from. */
export function errorDocs(): string {
  return `# Errors

<!-- Written by src/errors/error-docs.ts. To change it, change src/errors/error-catalogue.ts and run the tests with UPDATE_DOCS=1. -->

Every failure has one of these codes, in \`errors[].extensions.code\`, in \`userErrors[].code\` or, for what is refused as
HTTP, in \`error.code\`. The list is closed: a client may switch on it. A code is only added in a minor version of the
schema and only removed in a major one.

Beside the code stand a sentence for the user, and \`nextStep\`: the one thing to offer next. The catalogue's is given
below; an answer says another one where the situation is better known. \`enum NextStep\` in
[schema.graphql](../schema.graphql) says what each means. \`requestId\` finds the failure in the log. The gateway shows this
list at \`/docs/errors\` and in \`gateway { errorCatalogue }\`.

${Object.entries<ErrorCatalogueEntry>(ERROR_CATALOGUE)
  .map(([code, entry]) => toSection(code, entry))
  .join("\n\n")}
`;
}

function toSection(code: string, { description, nextStep, retryable }: ErrorCatalogueEntry): string {
  const again = retryable ? " The same request can succeed later." : "";
  return `## ${code}\n\n${description} Next step: \`${nextStep}\`.${again}`;
}
