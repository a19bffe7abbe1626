import type { ExampleTab } from "./explorer-resources.js";
import { withoutTokens } from "./without-tokens.js";

/** Keeps tabs, history and layout in the browser as GraphiQL does, but never a token that was pasted into an editor. */
export const explorerStorage = {
  getItem: (name: string) => localStorage.getItem(name),
  setItem: (name: string, value: string) => localStorage.setItem(name, withoutTokens(value)),
  removeItem: (name: string) => localStorage.removeItem(name),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
};

/** The tab that GraphiQL showed last, as it keeps it. */
export function storedTab(): ExampleTab | undefined {
  const stored = localStorage.getItem("graphiql:tabState");
  if (stored === null) return undefined;
  const { tabs, activeTabIndex } = JSON.parse(stored) as {
    readonly tabs: readonly { readonly query: string | null; readonly variables: string | null }[];
    readonly activeTabIndex: number;
  };
  const active = tabs[activeTabIndex];
  return active && { query: active.query ?? "", variables: active.variables ?? "" };
}
