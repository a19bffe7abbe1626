import { NotAsText } from "../../text/not-as-text.js";
import type { GraphQLAnswer } from "../answer.js";
import { templateOf } from "../upstream/operation-template.js";
import { placeOf } from "../upstream/part-document.js";
import type { AskedPart, PartAnswer } from "../upstream/upstream-batch.js";
import { outlineOf, partsIn } from "./outline.js";

/**
 * What GitHub answered to each of the parts, with what the client selected as text.
 *
 * @throws NotAsText for an answer that is not whole.
 */
export function textAnswersTo(
  parts: readonly AskedPart[],
  { text, errors, headers }: GraphQLAnswer,
): readonly PartAnswer[] {
  if (errors.length > 0) throw new NotAsText("value");
  const places = partsIn(text);
  return parts.map(({ operation, selection }, index) => {
    const place = places.get(placeOf(index));
    if (place === undefined) throw new NotAsText("value");
    const kept = selection?.kept;
    const value: unknown =
      kept === undefined
        ? JSON.parse(text.slice(...place))
        : outlineOf(text, place, { path: templateOf(operation).path, kept });
    return { value, hasErrors: false, elsewhere: [], headers };
  });
}
