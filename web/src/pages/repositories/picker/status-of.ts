import { texts } from "../../../texts.js";

interface Found<List> {
  readonly list: List | undefined;
  readonly failure: object | undefined;
}

/** How much there is, in words; nothing where a failure speaks. */
export function statusOf<List>(
  { list, failure }: Found<List>,
  isPending: boolean,
  say: (list: List) => string,
): string {
  if (failure !== undefined) return "";
  return list === undefined || isPending ? texts.loading : say(list);
}
