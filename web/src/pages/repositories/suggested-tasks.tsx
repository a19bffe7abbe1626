import "./suggested-tasks.css";
import { useEffect, useRef } from "react";
import { FailureNotice } from "../../errors/failure-notice.js";
import type { Failure } from "../../errors/failure.js";
import { SuggestedTasksDocument, type RestrictionFragment } from "../../generated/operations.js";
import { Restrictions } from "../../next-step/restrictions.js";
import { texts } from "../../texts.js";
import { Button } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { TaskLine } from "./task-line.js";
import { TasksSkeleton } from "./tasks-skeleton.js";
import { useEndlessList } from "./use-endless-list.js";

export interface SuggestedTasksProps {
  /** What the list of repositories beside it tells already. */
  readonly told: readonly RestrictionFragment[];
  /** Why that list is not there, if it is not. */
  readonly toldFailure: Failure | undefined;
}

/** What waits for the user at GitHub. It may fail by itself: the repositories beside it stay. */
export function SuggestedTasks({ told, toldFailure }: SuggestedTasksProps) {
  const { list, failure, isLoadingMore, loadMore, again } = useEndlessList({
    query: SuggestedTasksDocument,
    variables: {},
    field: "suggestedTasks",
    listOf: ({ suggestedTasks }) => suggestedTasks,
  });
  const isTold = failure !== undefined && toldFailure?.code === failure.code;
  const wasTold = useRef(isTold);
  useEffect(() => {
    // One button is for both: whoever asks for the repositories anew asks for the tasks as well.
    if (wasTold.current && !isTold && failure !== undefined) again();
    wasTold.current = isTold;
  });
  const count = list?.totalCount ?? null;
  const untold = list?.restrictions.filter(({ message }) => !told.some((each) => each.message === message)) ?? [];
  return (
    <Card
      title={texts.tasks.title}
      aside={count !== null && count > 0 && <span className="soft small">{texts.tasks.count(count)}</span>}
    >
      {isTold && <p className="soft">{texts.tasks.sameFailure}</p>}
      {failure && !isTold && <FailureNotice failure={failure} onAgain={again} />}
      {!list && !failure && <TasksSkeleton />}
      {list?.nodes.length === 0 && <p className="soft">{texts.tasks.none}</p>}
      {list && list.nodes.length > 0 && (
        <ul className="suggested-tasks" role="list">
          {list.nodes.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
      )}
      {list?.pageInfo.hasNextPage && !failure && (
        <div className="row">
          <Button isSmall isBusy={isLoadingMore} onClick={loadMore}>
            {isLoadingMore ? texts.loading : texts.tasks.more}
          </Button>
        </div>
      )}
      <Restrictions restrictions={untold} label={texts.tasks.withheld} onAgain={again} />
    </Card>
  );
}
