import "./confirm-button.css";
import { useId, useRef, type ReactNode } from "react";
import { texts } from "../texts.js";
import { Button } from "./button.js";

export interface ConfirmButtonProps {
  /** On the button that asks first. */
  readonly label: string;
  readonly title: string;
  readonly children: ReactNode;
  /** On the button that does it. */
  readonly confirm: string;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
}

/** A button for what cannot be undone: it asks first. */
export function ConfirmButton({ label, title, children, confirm, isBusy = false, onConfirm }: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <Button look="danger" isBusy={isBusy} onClick={() => dialog.current?.showModal()}>
        {label}
      </Button>
      <dialog className="confirm-button__dialog" ref={dialog} aria-labelledby={id}>
        <div className="stack">
          <h2 id={id}>{title}</h2>
          {children}
          <div className="row">
            <Button
              look="danger"
              onClick={() => {
                dialog.current?.close();
                onConfirm();
              }}
            >
              {confirm}
            </Button>
            <Button autoFocus onClick={() => dialog.current?.close()}>
              {texts.cancel}
            </Button>
          </div>
        </div>
      </dialog>
    </>
  );
}
