import { FailureNotice } from "../../../errors/failure-notice.js";
import type { Failure } from "../../../errors/failure.js";
import { Sentence } from "../../../ui/sentence.js";
import { Skeleton } from "../../../ui/skeleton.js";

const LINES = ["a", "b", "c", "d", "e"];

export interface FoundNothingProps {
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
  readonly onAgain: () => void;
  /** Why the list is empty; `undefined` while it is not. */
  readonly message: string | undefined;
}

/** In the place of a list, or below one that could not be brought up to date. */
export function FoundNothing({ isLoading, failure, onAgain, message }: FoundNothingProps) {
  if (failure !== undefined) return <FailureNotice failure={failure} onAgain={onAgain} />;
  if (isLoading) {
    return (
      <div className="picker__lines">
        {LINES.map((line) => (
          <span className="picker__line" key={line}>
            <Skeleton look="short" />
            <Skeleton />
          </span>
        ))}
      </div>
    );
  }
  if (message === undefined) return null;
  return (
    <p className="picker__nothing">
      <Sentence text={message} />
    </p>
  );
}
