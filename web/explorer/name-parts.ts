/**
 * Gives names and roles to what GraphiQL leaves without: its editors are nameless to a screen reader and cannot be
 * scrolled by keyboard, and its tabs hold buttons, which a tab must not. GraphiQL makes these parts at any time.
 */
export function nameParts(explorer: HTMLElement | null): (() => void) | undefined {
  if (explorer === null) return undefined;
  const observer = new MutationObserver(() => repair(explorer));
  observer.observe(explorer, { childList: true, subtree: true, attributeFilter: ["aria-selected"] });
  repair(explorer);
  return () => observer.disconnect();
}

function repair(explorer: HTMLElement): void {
  for (const editor of explorer.querySelectorAll(".CodeMirror:not(:has(textarea[aria-label]))")) {
    const name = editor.closest("section[aria-label]")?.getAttribute("aria-label") ?? "";
    editor.querySelector("textarea")?.setAttribute("aria-label", name);
    const scroller = editor.querySelector(".CodeMirror-scroll");
    scroller?.setAttribute("role", "group");
    scroller?.setAttribute("aria-label", name);
    scroller?.setAttribute("tabindex", "0");
  }
  for (const list of explorer.querySelectorAll("[role=tablist]")) list.setAttribute("role", "group");
  for (const tab of explorer.querySelectorAll("li[role=tab]")) tab.setAttribute("role", "none");
  for (const tab of explorer.querySelectorAll(".graphiql-tab[aria-selected]")) {
    const isCurrent = tab.getAttribute("aria-selected") ?? "false";
    tab.removeAttribute("aria-selected");
    tab.querySelector(".graphiql-tab-button")?.setAttribute("aria-current", isCurrent);
  }
}
