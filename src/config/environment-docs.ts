import { VARIABLES, VARIABLES_WITHOUT_EFFECT, type Variable } from "./variables.js";

/** The text of docs/environment.md, from the declaration that the loader reads too. */
export function environmentDocs(): string {
  return `# Environment

<!-- Written by src/config/environment-docs.ts. To change it, change src/config/variables.ts and run the tests with UPDATE_DOCS=1. -->

The gateway is configured by environment variables alone. All problems are reported at once, before anything listens,
each with the variable, where its value came from, what is wrong and what to do; the exit code is then 78. An unknown
variable that begins with \`OCTOGATE_\` is a problem too. An empty value counts as not given.

| variable | default | meaning |
| --- | --- | --- |
${Object.values<Variable<unknown>>(VARIABLES).map(toRow).join("\n")}
| \`NODE_ENV\` | – | \`production\` switches the explorer and introspection off, unless they are set. |

## Secrets

Secrets can also be given as a file: \`NAME_FILE\` holds the path, and blanks and line ends around the secret are
ignored. Giving both is a problem. Values of secrets are never printed, and placeholders of examples are refused.

## Without effect in this version

Mentioned in the log, so that nobody believes them to work:

${Object.entries(VARIABLES_WITHOUT_EFFECT)
  .map(([name, purpose]) => `- \`${name}\`: ${purpose}`)
  .join("\n")}
`;
}

function toRow(variable: Variable<unknown>): string {
  const names = [variable.name, ...(variable.alias ? [variable.alias] : [])].map((name) => `\`${name}\``).join(" or ");
  const secret = variable.secret ? " Secret." : "";
  const fallback = variable.default === undefined ? (variable.otherwise ?? "–") : `\`${variable.default}\``;
  return `| ${names} | ${fallback} | ${variable.meaning}${secret} |`;
}
