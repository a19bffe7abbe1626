import "./task-line.css";
import type { SuggestedTaskKind, TaskFragment } from "../../generated/operations.js";
import { agoOf, texts } from "../../texts.js";
import { Badge, type BadgeProps } from "../../ui/badge.js";
import { Checks } from "./checks.js";

const TONES: Readonly<Record<SuggestedTaskKind, BadgeProps["tone"]>> = {
  MERGE_CONFLICTS: "bad",
  FAILING_CHECKS: "bad",
  CHANGES_REQUESTED: "warn",
  UNRESOLVED_COMMENTS: "warn",
  REVIEW_REQUESTED: "accent",
  OPEN_ISSUE: "plain",
  OPEN_PR: "plain",
};

export interface TaskLineProps {
  readonly task: TaskFragment;
}

/** One thing to do: what, where, why. */
export function TaskLine({ task: { kind, reason, updatedAt, repository, subject } }: TaskLineProps) {
  return (
    <li className="task-line">
      <span className="task-line__badges">
        <Badge tone={TONES[kind] ?? "plain"}>{texts.tasks.kind[kind]}</Badge>
        {subject.__typename === "PullRequest" && subject.isDraft && <Badge>{texts.tasks.draft}</Badge>}
        {subject.__typename === "PullRequest" && subject.checks !== null && <Checks state={subject.checks} />}
      </span>
      <a className="task-line__title" href={subject.url} target="_blank" rel="noreferrer">
        {subject.title}
      </a>
      <span className="task-line__reason">{reason}</span>
      <span className="task-line__where">
        <span>{`${repository.nameWithOwner}#${subject.number}`}</span>
        <span>{agoOf(updatedAt)}</span>
      </span>
    </li>
  );
}
