import { GatewayError } from "../../errors/gateway-error.js";
import { RootDocument } from "../generated/operations.js";
import { TASK_SUBJECT } from "../readers/task.js";
import { FACTS_KEY } from "../selection/facts-key.js";
import { isRaw } from "../selection/is-raw.js";
import { withOwnValues } from "../selection/own-values.js";
import type { ClientSelection } from "../selection/selection-of.js";
import { VARIABLE_PREFIX } from "../selection/selection-compiler.js";
import { shapeValue, TYPE_KEY } from "../selection/shape-value.js";
import type { Raw } from "../selection/shape.js";
import type { UpstreamBatch } from "../upstream/upstream-batch.js";
import { readTaskId, taskFacts, taskOf } from "./task.js";

const SUBJECT = `node(id: ${VARIABLE_PREFIX}subject)`;

/**
 * The suggested task with this id, as the client selected it.
 *
 * @throws GatewayError `NOT_FOUND` when it is done, or was never one of the caller's.
 */
export async function readTask(id: string, batch: UpstreamBatch, selection: ClientSelection): Promise<Raw> {
  const named = readTaskId(id);
  if (named === undefined) throw notFound();
  const { source, kind, subjectId } = named;
  const wanted = new Set([kind]);
  const facts = `${FACTS_KEY}: ${SUBJECT} { ... on ${source.itemType} { ${taskFacts(source, wanted)} ${source.belongs.facts} } }`;
  const text = selection.text.includes(TASK_SUBJECT) ? selection.text.replaceAll(TASK_SUBJECT, SUBJECT) : "{ }";
  const variables = [...selection.variables, { name: "subject", type: "ID!", value: () => subjectId }];
  const answer = await batch.ask(RootDocument, {}, { ...selection, variables, text: `{ ${facts} ${text.slice(1)}` });
  const raw = isRaw(answer.value) ? answer.value : {};
  const found = raw[FACTS_KEY];
  if (found instanceof Error) throw found;
  const task = isRaw(found) && source.belongs.holds(found) ? taskOf(source, found, wanted) : undefined;
  if (task === undefined) throw notFound();
  const { shape, values } = selection;
  const context = { variables: values, list: "", hasErrors: answer.hasErrors };
  const shaped = shapeValue(withOwnValues(raw, { ...task }), shape, context);
  if (shaped instanceof Error) throw shaped;
  return { ...(isRaw(shaped) ? shaped : {}), [TYPE_KEY]: "SuggestedTask" };
}

function notFound(): GatewayError {
  return new GatewayError("NOT_FOUND", "There is no such task, or it is done. Ask for `suggestedTasks` again.");
}
