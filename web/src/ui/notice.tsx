import "./notice.css";
import type { ReactNode } from "react";

export interface NoticeProps {
  readonly tone?: "plain" | "good" | "warn" | "bad";
  readonly children: ReactNode;
  /** Buttons, at most two. */
  readonly actions?: ReactNode;
  /** Read out at once; for what a user has just caused. */
  readonly isUrgent?: boolean;
  readonly id?: string;
}

/** One sentence that must be seen, with what can be done about it. */
export function Notice({ tone = "plain", children, actions, isUrgent = false, id }: NoticeProps) {
  return (
    <div className={`notice notice--${tone}`} role={isUrgent ? "alert" : undefined} id={id}>
      <div className="notice__text">{children}</div>
      {actions && <div className="row">{actions}</div>}
    </div>
  );
}
