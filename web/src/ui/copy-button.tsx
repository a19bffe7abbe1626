import { useEffect, useState } from "react";
import { texts } from "../texts.js";
import { Button } from "./button.js";

const SHOWN_FOR = 2000;

export interface CopyButtonProps {
  /** A function is asked when it comes to copying. */
  readonly text: string | (() => string);
  readonly label?: string;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, label = texts.copy.copy }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return undefined;
    const timer = setTimeout(() => setState("idle"), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [state]);
  const shown = { idle: label, copied: texts.copy.copied, failed: texts.copy.failed }[state];
  return (
    <Button
      isSmall
      onClick={() =>
        void navigator.clipboard.writeText(typeof text === "string" ? text : text()).then(
          () => setState("copied"),
          () => setState("failed"),
        )
      }
    >
      <span aria-live="polite">{shown}</span>
    </Button>
  );
}
