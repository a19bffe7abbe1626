import { readFileSync } from "node:fs";
import type { ConfigProblem } from "./config-error.js";
import { ValueProblem } from "./value-problem.js";
import type { Variable } from "./variables.js";

/** Environment as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type VariableReading<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "problem"; readonly problem: ConfigProblem };

interface GivenText {
  readonly name: string;
  readonly source: string;
  readonly text: string;
}

const ENVIRONMENT = "environment";
const PLACEHOLDER =
  /^(<.*>|\W*(change|replace|insert|put|your)[-_ ]?(me|this|here|secret|key|your).*|todo|x{3,}|\.{3})$/i;

/** Finds the text of a variable and parses it. An empty text counts as absent, as compose files pass it on. */
export function readVariable<T>(variable: Variable<T>, env: Environment): VariableReading<T> {
  let place: Pick<GivenText, "name" | "source"> = { name: variable.name, source: ENVIRONMENT };
  try {
    const file = variable.secret ? given(env, `${variable.name}_FILE`) : undefined;
    const direct = given(env, variable.name) ?? (variable.alias ? given(env, variable.alias) : undefined);
    if (file !== undefined && direct !== undefined) {
      throw new ValueProblem(`${file.name} is given too.`, "Keep one of the two and remove the other.");
    }
    if (file !== undefined) place = { name: file.name, source: file.text };
    const found = file === undefined ? direct : readSecretFile(file);
    if (found === undefined) return fallback(variable);
    place = found;
    if (variable.secret && PLACEHOLDER.test(found.text)) {
      throw new ValueProblem("It still has the placeholder of an example.", "Put a value of your own in its place.");
    }
    return { kind: "value", value: variable.parse(found.text) };
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    const { wrong, advice } = error;
    return {
      kind: "problem",
      problem: { variable: place.name, source: place.source, wrong, advice },
    };
  }
}

function fallback<T>(variable: Variable<T>): VariableReading<T> {
  if (variable.default === undefined) return { kind: "absent" };
  return { kind: "value", value: variable.parse(variable.default) };
}

function given(env: Environment, name: string): GivenText | undefined {
  const text = env[name]?.trim();
  return text === undefined || text === "" ? undefined : { name, source: ENVIRONMENT, text };
}

function readSecretFile(file: GivenText): GivenText {
  let text: string;
  try {
    text = readFileSync(file.text, "utf8").trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new ValueProblem(
      `The file cannot be read (${code}).`,
      "Check that the path is right and that the gateway may read it.",
    );
  }
  if (text === "") throw new ValueProblem("The file is empty.", `Put the secret into it, or remove ${file.name}.`);
  return { name: file.name, source: file.text, text };
}
