import { useEffect, useState } from "react";

export interface PastedChoiceOptions<Item> {
  readonly search: string | undefined;
  /** What fits the search, once that is known. */
  readonly found: readonly Item[];
  readonly onChoose: (item: Item) => void;
}

/** Whoever pastes what only one thing fits has chosen it. Gives what is to be told of each paste. */
export function usePastedChoice<Item>({ search, found, onChoose }: PastedChoiceOptions<Item>): (text: string) => void {
  const [pasted, setPasted] = useState<string>();
  const [only, ...others] = search === undefined || search !== pasted ? [] : found;
  const meant = others.length === 0 ? only : undefined;
  useEffect(() => {
    if (meant !== undefined) onChoose(meant);
  });
  return (text) => setPasted(text.trim());
}
