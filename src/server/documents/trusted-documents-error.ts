/** Trusted documents that cannot be started with: all that is wrong with the manifest, for the operator. */
export class TrustedDocumentsError extends Error {
  override readonly name = "TrustedDocumentsError";

  /** @param problems Sentences. */
  constructor(path: string, problems: readonly string[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      [
        `✖ OCTOGATE_TRUSTED_DOCUMENTS: ${path} has ${count}; nothing was started.`,
        ...problems.map((problem) => `  ${problem}`),
        "Write the manifest anew, for the schema that this gateway has at /schema.graphql.",
      ].join("\n"),
    );
  }
}
