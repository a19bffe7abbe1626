/** Thrown by a parser: what is wrong with a value and what to do, each a sentence without the value of a secret. */
export class ValueProblem extends Error {
  override readonly name = "ValueProblem";
  readonly wrong: string;
  readonly advice: string;

  constructor(wrong: string, advice: string) {
    super(wrong);
    this.wrong = wrong;
    this.advice = advice;
  }
}

/** The value in quotes, short; or a stand-in where a secret may have got into the wrong variable. */
export function quoted(text: string): string {
  if (/gh[a-z]_|github_pat_|@/.test(text)) return "The value";
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
}
