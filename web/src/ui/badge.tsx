import "./badge.css";
import type { ReactNode } from "react";

export interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: "plain" | "accent" | "good" | "warn" | "bad";
}

/** One word about something, with a colour for those who see it. */
export function Badge({ children, tone = "plain" }: BadgeProps) {
  return <span className={`badge badge--${tone}`}>{children}</span>;
}
