import type { ConfigProblem } from "./config-error.js";
import { closestName } from "./closest-name.js";
import { VARIABLES, VARIABLES_WITHOUT_EFFECT, type Variable } from "./variables.js";

const PREFIX = "OCTOGATE_";

/** Every given variable that would be ignored: a problem if it has our prefix, else a notice if it concerns us. */
export function findVariablesWithoutEffect(given: readonly string[]): {
  readonly problems: readonly ConfigProblem[];
  readonly notices: readonly string[];
} {
  const known = Object.values<Variable<unknown>>(VARIABLES).flatMap(namesOf);
  const problems: ConfigProblem[] = [];
  const notices: string[] = [];
  for (const name of given.filter((candidate) => !known.includes(candidate))) {
    const purpose = new Map(Object.entries(VARIABLES_WITHOUT_EFFECT)).get(name);
    if (name.startsWith(PREFIX)) problems.push({ variable: name, source: "environment", ...whyRefused(name, known) });
    else if (purpose !== undefined)
      notices.push(`${name} is set, but this version has no ${purpose}; it has no effect.`);
  }
  return { problems, notices };
}

function namesOf(variable: Variable<unknown>): readonly string[] {
  return [
    variable.name,
    ...(variable.alias ? [variable.alias] : []),
    ...(variable.secret ? [`${variable.name}_FILE`] : []),
  ];
}

function whyRefused(name: string, known: readonly string[]): Pick<ConfigProblem, "wrong" | "advice"> {
  const closest = closestName(name, known);
  const wrong = "There is no such variable.";
  if (closest !== undefined) return { wrong, advice: `Did you mean ${closest}?` };
  return { wrong, advice: "Remove it, or look the name up in docs/environment.md." };
}
