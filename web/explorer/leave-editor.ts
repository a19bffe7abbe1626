import type { KeyboardEvent } from "react";

/**
 * In an editor the Tab key indents. Escape leaves it, so that nobody is trapped there (WCAG 2.1.2): the box around it
 * gets the focus, Tab goes on from there, and Enter goes back in. Escape first closes what is open inside the editor.
 */
export function leaveEditorByEscape(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLElement)) return;
  const box = event.target.closest<HTMLElement>(".graphiql-editor");
  const field = box?.querySelector("textarea");
  if (!box || !field) return;
  if (event.key === "Escape" && event.target === field && box.querySelector(".CodeMirror-hints") === null) {
    // The editor takes the focus back after each key that it sees.
    event.stopPropagation();
    box.tabIndex = -1;
    box.role = "group";
    box.ariaLabel = field.ariaLabel;
    field.tabIndex = -1;
    box.focus();
    box.addEventListener("focusout", () => field.removeAttribute("tabindex"), { once: true });
  }
  if (event.key === "Enter" && event.target === box) {
    event.preventDefault();
    field.focus();
  }
}
