import "./account-menu.css";
import { useEffect, useId, useRef, useState } from "react";
import type { SessionStateFragment } from "../generated/operations.js";
import { SignOut } from "../session/sign-out.js";
import { texts } from "../texts.js";
import { Monogram } from "../ui/monogram.js";

export interface AccountMenuProps {
  readonly session: SessionStateFragment;
}

/** Who is here, and the way out where there is a session to end. */
export function AccountMenu({ session: { account, credential, createdAt } }: AccountMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const panel = useId();
  const place = useRef<HTMLDivElement>(null);
  useDismissal(place, isOpen, () => setOpen(false));
  if (account === null) return null;
  const { login, name } = account;
  return (
    <div className="account-menu" ref={place}>
      <button
        className="account-menu__button"
        type="button"
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => setOpen(!isOpen)}
      >
        <Monogram name={login} />
        <span className="visually-hidden">{texts.account.menu}</span>
        <span className="account-menu__login">{login}</span>
      </button>
      <div className="account-menu__panel" id={panel} hidden={!isOpen}>
        <p className="account-menu__who">
          {name !== null && <strong>{name}</strong>} <span className="soft">@{login}</span>
        </p>
        {credential?.hint && createdAt === null && (
          <p className="soft small">{texts.account.tokenEndsIn(credential.hint)}</p>
        )}
        {createdAt !== null && <SignOut />}
      </div>
    </div>
  );
}

/** Closes on Escape, on a click elsewhere, and when the focus goes elsewhere. */
function useDismissal(place: { readonly current: HTMLElement | null }, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const isInside = (target: EventTarget | null) =>
      target instanceof Node && (place.current?.contains(target) ?? false);
    const onElsewhere = ({ target }: Event) => {
      if (!isInside(target)) close();
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== "Escape" || document.querySelector("dialog[open]") !== null) return;
      place.current?.querySelector("button")?.focus();
      close();
    };
    document.addEventListener("pointerdown", onElsewhere);
    document.addEventListener("focusin", onElsewhere);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onElsewhere);
      document.removeEventListener("focusin", onElsewhere);
      document.removeEventListener("keydown", onKey);
    };
  });
}
