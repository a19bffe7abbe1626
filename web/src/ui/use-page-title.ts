import { useEffect } from "react";
import { texts } from "../texts.js";

/** What the browser's tab is called. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – ${texts.product}`;
  }, [title]);
}
