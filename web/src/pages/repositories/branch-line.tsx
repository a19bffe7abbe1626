import "./branch-line.css";
import { agoOf, texts } from "../../texts.js";
import { Badge } from "../../ui/badge.js";
import { Icon } from "../../ui/icon.js";
import type { BranchItem } from "./branch-picker.js";

export interface BranchLineProps {
  readonly branch: BranchItem;
}

/** A branch in a list. */
export function BranchLine({ branch }: BranchLineProps) {
  if (branch.id === null) {
    return (
      <span className="branch-line">
        <span className="branch-line__name">{texts.repositories.branch.asTyped(branch.name)}</span>
      </span>
    );
  }
  const { name, isDefault, isProtected, commitHeadline, committedDate } = branch;
  return (
    <span className="branch-line">
      <span className="branch-line__name">
        <span>{name}</span>
        {isDefault && <Badge tone="accent">{texts.repositories.branch.isDefault}</Badge>}
        {isProtected === true && (
          <Badge>
            <Icon name="shield" />
            {texts.repositories.branch.isProtected}
          </Badge>
        )}
      </span>
      <span className="branch-line__commit">
        {commitHeadline !== null && <span className="branch-line__headline">{commitHeadline}</span>}
        {committedDate !== null && <span>{agoOf(committedDate)}</span>}
      </span>
    </span>
  );
}
