/** An edition that cannot be used. The message is one line for the operator: which, what is wrong, what to do. */
export class EditionError extends Error {
  override readonly name = "EditionError";

  constructor(edition: string, problem: string, advice: string) {
    super(`OCTOGATE_EDITION: "${edition}" ${problem}. ${advice}`);
  }
}
