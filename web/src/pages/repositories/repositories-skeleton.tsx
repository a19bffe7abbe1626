import { texts } from "../../texts.js";
import { Skeleton } from "../../ui/skeleton.js";
import { Card } from "../../ui/card.js";
import { FoundNothing } from "./picker/found-nothing.js";
import { TasksSkeleton } from "./tasks-skeleton.js";

/** The page until the first answer. */
export function RepositoriesSkeleton() {
  return (
    <>
      <h1>{texts.repositories.title}</h1>
      <span className="visually-hidden" role="status">
        {texts.loading}
      </span>
      <div className="repositories-page" aria-busy="true">
        <Card>
          <Skeleton look="title" />
          <FoundNothing isLoading failure={undefined} onAgain={() => undefined} message={undefined} />
        </Card>
        <Card>
          <Skeleton look="short" />
          <TasksSkeleton />
        </Card>
      </div>
    </>
  );
}
