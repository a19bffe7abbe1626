import "./skeleton.css";
import { texts } from "../texts.js";

export interface SkeletonProps {
  readonly look?: "line" | "short" | "title" | "block";
}

/** Stands in for one thing that is still to come. */
export function Skeleton({ look = "line" }: SkeletonProps) {
  return <span className={`skeleton skeleton--${look}`} aria-hidden="true" />;
}

/** A page that is still to come. */
export function PageSkeleton() {
  return (
    <div className="stack" aria-busy="true">
      <span className="visually-hidden" role="status">
        {texts.loading}
      </span>
      <Skeleton look="title" />
      <Skeleton look="short" />
      <Skeleton look="block" />
      <Skeleton look="block" />
    </div>
  );
}
