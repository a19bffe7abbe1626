import { useState } from "react";
import { BranchListDocument, type BranchFactsFragment } from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { BranchLine } from "./branch-line.js";
import { FoundNothing } from "./picker/found-nothing.js";
import { Picker } from "./picker/picker.js";
import { useSearchText } from "./picker/use-search-text.js";
import { statusOf } from "./picker/status-of.js";
import { useEndlessList } from "./use-endless-list.js";

/** A branch of the list, or a name that was typed and is taken as it is. */
export type BranchItem = BranchFactsFragment | { readonly id: null; readonly name: string };

export interface BranchPickerProps {
  readonly owner: string;
  readonly name: string;
  /** Name of the chosen branch. */
  readonly chosen: string | undefined;
  /** Whether the repository has no commit, and so no branch. */
  readonly isEmpty: boolean;
  readonly onChoose: (branch: string) => void;
}

/** Finds a branch; the default one comes first. A name that GitHub does not know can be taken all the same. */
export function BranchPicker({ owner, name, chosen, isEmpty, onChoose }: BranchPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const { typed, type, search, isSettled } = useSearchText();
  const found = useEndlessList({
    query: BranchListDocument,
    variables: { owner, name, ...(search !== undefined && { search }) },
    field: "branches",
    listOf: ({ branches }) => branches,
    isPaused: !isOpen,
  });
  const { list, failure } = found;
  const isPending = found.isPending || !isSettled;
  const branches = list?.nodes ?? [];
  const asTyped = typed?.trim() ?? "";
  const isOffered = asTyped !== "" && !isPending && !branches.some((branch) => branch.name === asTyped);
  const items: readonly BranchItem[] = isOffered ? [...branches, { id: null, name: asTyped }] : branches;
  return (
    <Picker
      label={texts.repositories.branch.label}
      placeholder={isEmpty ? texts.repositories.branch.noneYet : texts.repositories.branch.placeholder}
      toggleLabel={texts.repositories.branch.toggle}
      status={statusOf(found, isPending, texts.repositories.branch.status)}
      items={items}
      keyOf={(branch) => `${branch.id} ${branch.name}`}
      nameOf={(branch) => branch.name}
      renderItem={(branch) => <BranchLine branch={branch} />}
      value={chosen ?? ""}
      chosenKey={keyOfChosen(branches, chosen)}
      typed={typed}
      onType={type}
      isOpen={isOpen}
      onOpenChange={setOpen}
      isPending={isPending}
      isStale={failure !== undefined}
      isFloating
      isLoadingMore={found.isLoadingMore}
      onEnd={found.loadMore}
      onChoose={(branch) => {
        type(undefined);
        onChoose(branch.name);
      }}
    >
      <FoundNothing
        isLoading={list === undefined && failure === undefined}
        failure={failure}
        onAgain={found.again}
        message={branches.length > 0 || isPending ? undefined : none(search)}
      />
    </Picker>
  );
}

function none(search: string | undefined): string {
  return search === undefined ? texts.repositories.branch.none : texts.repositories.branch.nothingFits(search);
}

function keyOfChosen(branches: readonly BranchFactsFragment[], name: string | undefined): string | undefined {
  const branch = branches.find((candidate) => candidate.name === name);
  return branch && `${branch.id} ${branch.name}`;
}
