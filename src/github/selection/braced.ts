/** A selection set; GitHub knows no empty one. */
export function braced(texts: readonly string[]): string {
  return texts.length === 0 ? "{ __typename }" : `{ ${texts.join(" ")} }`;
}
