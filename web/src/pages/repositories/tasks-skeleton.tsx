import { Skeleton } from "../../ui/skeleton.js";

const LINES = ["a", "b", "c", "d"];

/** Tasks that are still to come. */
export function TasksSkeleton() {
  return (
    <div className="suggested-tasks" aria-busy="true">
      {LINES.map((line) => (
        <span className="task-line task-line--skeleton" key={line}>
          <Skeleton />
          <Skeleton look="short" />
        </span>
      ))}
    </div>
  );
}
