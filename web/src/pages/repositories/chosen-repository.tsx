import "./chosen-repository.css";
import { useQuery } from "urql";
import { FailureNotice } from "../../errors/failure-notice.js";
import { failureOf } from "../../errors/failure.js";
import { ChosenRepositoryDocument, type ChosenRepositoryFragment } from "../../generated/operations.js";
import { agoOf, texts } from "../../texts.js";
import { ButtonLink } from "../../ui/button.js";
import { CopyButton } from "../../ui/copy-button.js";
import { Icon } from "../../ui/icon.js";
import { Skeleton } from "../../ui/skeleton.js";
import { BranchPicker } from "./branch-picker.js";
import { BranchState } from "./branch-state.js";
import { RepositoryBadges } from "./repository-badges.js";
import { variablesOf, type Choice } from "./use-choice.js";

export interface ChosenRepositoryProps {
  readonly choice: Choice;
  readonly onChooseBranch: (repository: ChosenRepositoryFragment, branch: string) => void;
}

/** What was chosen, and its branch. */
export function ChosenRepository({ choice, onChooseBranch }: ChosenRepositoryProps) {
  const variables = variablesOf(choice);
  const [{ data, error, fetching }, ask] = useQuery({ query: ChosenRepositoryDocument, variables });
  const repository = data?.repository;
  const failure = fetching ? undefined : failureOf(error, "repository");
  if (failure !== undefined && !repository) {
    return <FailureNotice failure={failure} onAgain={() => ask({ requestPolicy: "network-only" })} />;
  }
  // While another one is on the way, the one before is still here.
  if (!repository || (fetching && !isThe(repository, choice))) {
    return (
      <div className="chosen-repository" aria-busy="true">
        <Skeleton look="short" />
        <Skeleton />
        <Skeleton look="short" />
      </div>
    );
  }
  const { description, primaryLanguage, pushedAt, url, cloneUrl, defaultBranch } = repository;
  const branch = choice.branch ?? defaultBranch?.name;
  return (
    <section className="chosen-repository" aria-label={repository.nameWithOwner}>
      <div className="chosen-repository__about">
        {description !== null && <p>{description}</p>}
        <p className="chosen-repository__facts">
          <RepositoryBadges repository={repository} />
          {primaryLanguage && <span>{primaryLanguage.name}</span>}
          {pushedAt !== null && <span>{texts.repositories.pushed(agoOf(pushedAt))}</span>}
        </p>
      </div>
      <BranchPicker
        owner={variables.owner}
        name={variables.name}
        chosen={branch}
        isEmpty={repository.isEmpty}
        onChoose={(name) => onChooseBranch(repository, name)}
      />
      <BranchState
        name={branch}
        isLoading={fetching}
        branch={choice.branch === undefined ? defaultBranch : (repository.branch ?? null)}
      />
      <div className="row">
        <ButtonLink href={url} isSmall>
          {texts.repositories.open}
          <Icon name="out" />
        </ButtonLink>
        <CopyButton text={cloneUrl} label={texts.repositories.copyClone} />
      </div>
    </section>
  );
}

function isThe({ nameWithOwner }: ChosenRepositoryFragment, { repository }: Choice): boolean {
  return nameWithOwner.toLowerCase() === repository.toLowerCase();
}
