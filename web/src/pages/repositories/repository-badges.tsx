import type { RepositoryFactsFragment } from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { Badge } from "../../ui/badge.js";
import { Icon } from "../../ui/icon.js";

export interface RepositoryBadgesProps {
  readonly repository: RepositoryFactsFragment;
}

/** What is unusual about a repository. */
export function RepositoryBadges({ repository: { visibility, isFork, isArchived } }: RepositoryBadgesProps) {
  return (
    <>
      {visibility !== "PUBLIC" && (
        <Badge>
          <Icon name="lock" />
          {texts.repositories.visibility[visibility]}
        </Badge>
      )}
      {isFork && <Badge>{texts.repositories.fork}</Badge>}
      {isArchived && <Badge tone="warn">{texts.repositories.archived}</Badge>}
    </>
  );
}
