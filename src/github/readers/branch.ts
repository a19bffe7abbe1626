import { needKey } from "../selection/response-key.js";
import type { FieldReader } from "../selection/selection-compiler.js";
import { shapeValue } from "../selection/shape-value.js";

/** A branch by its exact name: GitHub's ref of the qualified name. */
export const branch: FieldReader = ({ responseKey, type, selectionSets, arguments: argumentsOf }, compiler) => {
  const { text, shape } = compiler.compile(type, selectionSets);
  const name = compiler.variable("String!", (variables) => `refs/heads/${String(argumentsOf(variables)["name"])}`);
  const key = needKey(responseKey, "ref");
  return {
    text: `${key}: ref(qualifiedName: ${name}) ${text}`,
    from: (raw, context) => shapeValue(raw[key], shape, context),
  };
};
