import "./button.css";
import type { ButtonHTMLAttributes, ReactNode } from "react";

export type ButtonLook = "main" | "plain" | "quiet" | "danger";

export interface ButtonProps extends Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "type" | "onClick" | "aria-describedby" | "aria-expanded" | "aria-controls" | "aria-pressed" | "autoFocus"
> {
  readonly children: ReactNode;
  readonly look?: ButtonLook;
  readonly isSmall?: boolean;
  /** What it began is under way: it says so, keeps the focus, and does nothing more. */
  readonly isBusy?: boolean;
}

export function Button({ children, look, isSmall, isBusy = false, onClick, type = "button", ...others }: ButtonProps) {
  return (
    <button
      {...others}
      // Both values stand for a type of their own.
      type={type === "submit" ? "submit" : "button"}
      className={buttonClass({ look, isSmall })}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}

export interface ButtonLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  readonly look?: ButtonLook;
  readonly isSmall?: boolean;
}

/** Leads out of the console, to GitHub for instance, in a tab of its own. */
export function ButtonLink({ href, children, look, isSmall }: ButtonLinkProps) {
  return (
    <a className={buttonClass({ look, isSmall })} href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function buttonClass({
  look = "plain",
  isSmall = false,
}: {
  look?: ButtonLook | undefined;
  isSmall?: boolean | undefined;
}) {
  return ["button", look === "plain" ? "" : `button--${look}`, isSmall ? "button--small" : ""]
    .filter(Boolean)
    .join(" ");
}
