import { isRaw } from "../selection/is-raw.js";
import { needKey } from "../selection/response-key.js";
import type { FieldReader } from "../selection/selection-compiler.js";
import { shapeValue } from "../selection/shape-value.js";

/** Stands for GitHub's field that leads to the issue or pull request, until it is known where a task is asked for. */
export const TASK_SUBJECT = "@subject";

/** What a task is about. */
export const taskSubject: FieldReader = ({ responseKey, type, selectionSets }, compiler) => {
  const { text, shape } = compiler.compile(type, selectionSets);
  const key = needKey(responseKey, "subject");
  return {
    text: `${key}: ${TASK_SUBJECT} ${text}`,
    from: (raw, context) => shapeValue(raw[key], shape, context),
  };
};

/** The repository of what a task is about. */
export const taskRepository: FieldReader = ({ responseKey, type, selectionSets }, compiler) => {
  const { text, shape } = compiler.compile(type, selectionSets);
  const key = needKey(responseKey, "subject");
  const repository = `{ repository ${text} }`;
  return {
    text: `${key}: ${TASK_SUBJECT} { ... on Issue ${repository} ... on PullRequest ${repository} }`,
    from(raw, context) {
      const subject = raw[key];
      return isRaw(subject) ? shapeValue(subject["repository"], shape, context) : subject;
    },
  };
};
