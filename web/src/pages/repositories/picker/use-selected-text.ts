import { useEffect } from "react";

/** Marks the text of a field that has the focus when it was not typed: the next key replaces it. */
export function useSelectedText(id: string, text: string | undefined): void {
  useEffect(() => {
    const field = document.activeElement;
    if (text !== undefined && field instanceof HTMLInputElement && field.id === id) field.select();
  }, [id, text]);
}
