import type { BranchFactsFragment } from "../../generated/operations.js";
import { agoOf, texts } from "../../texts.js";
import { Icon } from "../../ui/icon.js";
import { Skeleton } from "../../ui/skeleton.js";

const SHORT = 7;

export interface BranchStateProps {
  /** `undefined` in a repository without a commit. */
  readonly name: string | undefined;
  /** `null` where there is no such branch. */
  readonly branch: BranchFactsFragment | null;
  readonly isLoading: boolean;
}

/** The last commit of the chosen branch, or that there is none. */
export function BranchState({ name, branch, isLoading }: BranchStateProps) {
  if (isLoading && branch?.name !== name) return <Skeleton />;
  if (branch === null) {
    return (
      <p className="soft small">
        {name === undefined ? texts.repositories.branch.noCommit : texts.repositories.branch.unknown(name)}
      </p>
    );
  }
  const { commitSha, commitHeadline, committedDate, url } = branch;
  return (
    <p className="chosen-repository__commit">
      <Icon name="commit" />
      <span>
        <a href={url} target="_blank" rel="noreferrer">
          {commitHeadline ?? commitSha.slice(0, SHORT)}
        </a>{" "}
        <span className="soft">
          <code>{commitSha.slice(0, SHORT)}</code>
          {committedDate !== null && `, ${agoOf(committedDate)}`}
        </span>
      </span>
    </p>
  );
}
