import "./repository-line.css";
import type { RepositoryFactsFragment } from "../../generated/operations.js";
import { agoOf, texts } from "../../texts.js";
import { Badge } from "../../ui/badge.js";
import { Icon } from "../../ui/icon.js";
import { Monogram } from "../../ui/monogram.js";
import { FullName } from "./full-name.js";
import { RepositoryBadges } from "./repository-badges.js";

export interface RepositoryLineProps {
  readonly repository: RepositoryFactsFragment;
  /** A branch that a link names along with it. */
  readonly branch: string | undefined;
}

/** A repository in a list. */
export function RepositoryLine({ repository, branch }: RepositoryLineProps) {
  const { nameWithOwner, defaultBranch, primaryLanguage, pushedAt, lastUsedAt } = repository;
  return (
    <span className="repository-line">
      <Monogram name={nameWithOwner} />
      <span className="repository-line__name">
        <FullName name={nameWithOwner} /> <RepositoryBadges repository={repository} />
      </span>
      <span className="repository-line__facts">
        {lastUsedAt === null ? (
          pushedAt !== null && <span>{texts.repositories.pushed(agoOf(pushedAt))}</span>
        ) : (
          <Badge tone="accent">
            <Icon name="clock" />
            {texts.repositories.used(agoOf(lastUsedAt))}
          </Badge>
        )}
        {(branch ?? defaultBranch?.name) !== undefined && (
          <span className={`repository-line__branch${branch === undefined ? "" : " repository-line__branch--linked"}`}>
            <Icon name="branch" />
            {branch ?? defaultBranch?.name}
          </span>
        )}
        {primaryLanguage && <span>{primaryLanguage.name}</span>}
      </span>
    </span>
  );
}
