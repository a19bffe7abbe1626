import { useState } from "react";
import { useMutation } from "urql";
import { RecordRepositoryUseDocument, type RepositoryListFragment } from "../../generated/operations.js";
import { Card } from "../../ui/card.js";
import { ChosenRepository } from "./chosen-repository.js";
import { RepositoryPicker } from "./repository-picker.js";
import type { Choice } from "./use-choice.js";
import type { FirstPage } from "./use-endless-list.js";

export interface RepositoryCardProps {
  readonly first: FirstPage<RepositoryListFragment>;
  readonly choice: Choice | undefined;
  readonly onChoose: (choice: Choice) => void;
}

/** First a repository, then its branch. */
export function RepositoryCard({ first, choice, onChoose }: RepositoryCardProps) {
  const name = choice?.repository;
  const [opened, setOpened] = useState({ name, isOpen: name === undefined });
  // Back and Forward choose as well: what is chosen is shown, and where nothing is, the list.
  const isOpen = opened.name === name ? opened.isOpen : name === undefined;
  // When that fails, only the order of the list is not what it could be.
  const [, recordUse] = useMutation(RecordRepositoryUseDocument);
  function choose(repositoryId: string, next: Choice): void {
    onChoose(next);
    setOpened({ name: next.repository, isOpen: false });
    void recordUse({ repositoryId, branchName: next.branch ?? null });
  }
  return (
    <Card>
      <RepositoryPicker
        first={first}
        chosen={name}
        isOpen={isOpen}
        onOpenChange={(isOpenNow) => setOpened({ name, isOpen: isOpenNow })}
        onChoose={({ id, nameWithOwner }, branch) => choose(id, { repository: nameWithOwner, branch })}
      />
      {choice && !isOpen && (
        <ChosenRepository
          choice={choice}
          onChooseBranch={({ id, nameWithOwner }, branch) => choose(id, { repository: nameWithOwner, branch })}
        />
      )}
    </Card>
  );
}
