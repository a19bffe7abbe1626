import { useEffect, useState } from "react";

const PAUSE = 250;

export interface SearchText {
  /** What stands in the field; `undefined` while nobody types. */
  readonly typed: string | undefined;
  readonly type: (text: string | undefined) => void;
  /** What to look for: the text once it rests, without what surrounds it. `undefined` for everything. */
  readonly search: string | undefined;
  /** Whether what is typed is what is looked for. */
  readonly isSettled: boolean;
}

/** The text of a field that searches as one types, a moment after the last key. */
export function useSearchText(): SearchText {
  const [typed, type] = useState<string>();
  const wanted = typed?.trim() ?? "";
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), wanted === "" ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  // An emptied field shows everything at once.
  const search = wanted === "" ? "" : settled;
  return { typed, type, search: search === "" ? undefined : search, isSettled: search === wanted };
}
