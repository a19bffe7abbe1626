import { useEffect, useState } from "react";
import type { ExampleTab } from "./explorer-resources.js";
import { readShareLink } from "./share-link.js";

export interface SharedTab {
  /** Grows with each link. */
  readonly id: number;
  readonly tab: ExampleTab;
}

/** The operation of the link that this page was opened with, or of one that was put into the address bar since. */
export function useSharedTab(): SharedTab | undefined {
  const [shared, setShared] = useState(() => next(undefined));
  useEffect(() => {
    const onChange = () => setShared(next);
    // Taken over: what is typed from now on would no longer be what the address says.
    if (shared !== undefined) history.replaceState(history.state, "", location.pathname + location.search);
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, [shared]);
  return shared;
}

function next(before: SharedTab | undefined): SharedTab | undefined {
  const tab = readShareLink(location.hash);
  return tab === undefined ? before : { id: (before?.id ?? 0) + 1, tab };
}
