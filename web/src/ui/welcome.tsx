import "./welcome.css";
import type { ReactNode } from "react";

export interface WelcomeProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A page with one thing to do, in the middle of the window. */
export function Welcome({ title, lead, children }: WelcomeProps) {
  return (
    <div className="welcome">
      <div>
        <h1>{title}</h1>
        {lead && <p className="welcome__lead">{lead}</p>}
      </div>
      {children}
    </div>
  );
}
