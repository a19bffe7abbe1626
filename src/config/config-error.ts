/** EX_CONFIG of sysexits.h: the exit code for a configuration that cannot be started with. */
export const EXIT_CODE_CONFIG = 78;

/** One thing to put right. The texts are sentences and never hold the value of a secret. */
export interface ConfigProblem {
  readonly variable: string;
  /** `environment`, or the path of the file that the value came from. */
  readonly source: string;
  readonly wrong: string;
  readonly advice: string;
}

/** All that is wrong with the environment, at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(`Configuration has ${countOf(problems)}: ${problems.map((problem) => problem.variable).join(", ")}.`);
    this.problems = problems;
  }
}

/** The numbered list for a terminal, several lines, without a line end after the last. */
export function formatConfigError(error: ConfigError): string {
  const nameWidth = Math.max(...error.problems.map((problem) => problem.variable.length));
  const sourceWidth = Math.max(...error.problems.map((problem) => problem.source.length));
  const numberWidth = String(error.problems.length).length;
  const indent = " ".repeat(numberWidth + 4);
  const items = error.problems.map((problem, index) => {
    const number = String(index + 1).padStart(numberWidth);
    const place = `${problem.variable.padEnd(nameWidth)}  ${problem.source.padEnd(sourceWidth)}`;
    return `  ${number}  ${place}  ${problem.wrong}\n${indent}${problem.advice}`;
  });
  return [`✖ Configuration has ${countOf(error.problems)}; nothing was started.`, ...items].join("\n");
}

function countOf(problems: readonly ConfigProblem[]): string {
  return problems.length === 1 ? "1 problem" : `${problems.length} problems`;
}
