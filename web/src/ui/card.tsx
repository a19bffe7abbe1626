import "./card.css";
import { useId, type ReactNode } from "react";

export interface CardProps {
  /** Left out where the page has only this one card, and its own title says it. */
  readonly title?: string;
  readonly children: ReactNode;
  /** Shown beside the title. */
  readonly aside?: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Card({ title, children, aside }: CardProps) {
  const id = useId();
  if (title === undefined) return <div className="card">{children}</div>;
  return (
    <section className="card" aria-labelledby={id}>
      <div className="row card__head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
