import { failureOf, type Failure } from "../../errors/failure.js";
import {
  RepositoryListDocument,
  type RepositoryFactsFragment,
  type RepositoryListFragment,
  type RepositoryListQuery,
} from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { FoundNothing } from "./picker/found-nothing.js";
import { Picker } from "./picker/picker.js";
import { useSearchText } from "./picker/use-search-text.js";
import { RepositoryLine } from "./repository-line.js";
import { statusOf } from "./picker/status-of.js";
import { useEndlessList, type FirstPage } from "./use-endless-list.js";
import { usePastedChoice } from "./use-pasted-choice.js";
import { Withheld } from "./withheld.js";

// No name has a colon, or a slash besides the one behind the owner.
const LINK = /:|\/.*\//;
const LINK_TO_BRANCH = /\/tree\/./;

export interface RepositoryPickerProps {
  readonly first: FirstPage<RepositoryListFragment>;
  /** `owner/name` of what is chosen. */
  readonly chosen: string | undefined;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onChoose: (repository: RepositoryFactsFragment, branch: string | undefined) => void;
}

/** Finds a repository by a part of its name or by a link, and says what is missing and why. */
export function RepositoryPicker({ first, chosen, isOpen, onOpenChange, onChoose }: RepositoryPickerProps) {
  const { typed, type, search, isSettled } = useSearchText();
  const isLink = search !== undefined && LINK.test(search);
  const found = useEndlessList({
    query: RepositoryListDocument,
    // Absent is another argument than `null`: with that, later pages would not follow the first one.
    variables: { ...(search !== undefined && { search }), link: isLink ? search : "", isLink },
    field: "repositories",
    listOf: ({ repositories }) => repositories,
    first: search === undefined ? first : undefined,
  });
  const { list, failure } = found;
  const isPending = found.isPending || !isSettled;
  const linked = isLink && !isPending ? found : undefined;
  // A link means one thing: where that is not there, nothing else is what was meant.
  const linkFailure = linked && failureOf(linked.error, "resource");
  const items = linkFailure === undefined ? (list?.nodes ?? []) : [];
  const lacksBranch = linked?.data?.resource?.__typename === "Repository" && LINK_TO_BRANCH.test(search ?? "");

  function choose(repository: RepositoryFactsFragment): void {
    type(undefined);
    found.restart();
    onChoose(repository, branchIn(linked?.data, repository));
  }
  const onPaste = usePastedChoice({
    search,
    found: linked === undefined || lacksBranch ? [] : items,
    onChoose: choose,
  });

  return (
    <Picker
      label={texts.repositories.picker.label}
      placeholder={texts.repositories.picker.placeholder}
      toggleLabel={texts.repositories.picker.toggle}
      status={linkFailure ? "" : statusOf(found, isPending, texts.repositories.picker.status)}
      items={items}
      keyOf={({ nameWithOwner }) => nameWithOwner}
      nameOf={({ nameWithOwner }) => nameWithOwner}
      renderItem={(repository) => (
        <RepositoryLine repository={repository} branch={branchIn(linked?.data, repository)} />
      )}
      value={chosen ?? ""}
      chosenKey={chosen}
      typed={typed}
      onType={type}
      onPaste={onPaste}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isPending={isPending}
      isStale={failure !== undefined}
      isFloating={false}
      isLoadingMore={found.isLoadingMore}
      onEnd={found.loadMore}
      onChoose={choose}
    >
      <FoundNothing
        isLoading={list === undefined && failure === undefined}
        failure={failure}
        onAgain={found.again}
        message={isPending ? undefined : messageOf({ items, search, linkFailure, lacksBranch })}
      />
      {list && linkFailure === undefined && (
        <Withheld
          restrictions={list.restrictions}
          isEmpty={items.length === 0}
          onAgain={found.again}
          onRefresh={found.restart}
        />
      )}
    </Picker>
  );
}

interface Findings {
  readonly items: readonly RepositoryFactsFragment[];
  readonly search: string | undefined;
  readonly linkFailure: Failure | undefined;
  readonly lacksBranch: boolean;
}

function messageOf({ items, search, linkFailure, lacksBranch }: Findings): string | undefined {
  if (lacksBranch && items.length > 0) return texts.repositories.picker.branchGone;
  return items.length > 0 ? undefined : (linkFailure?.message ?? none(search));
}

function none(search: string | undefined): string {
  return search === undefined ? texts.repositories.picker.none : texts.repositories.picker.nothingFits(search);
}

/** The branch that a pasted link names, if it is one of this repository. */
function branchIn(data: RepositoryListQuery | undefined, { id }: RepositoryFactsFragment): string | undefined {
  const resource = data?.resource;
  return resource?.__typename === "Branch" && resource.repository.id === id ? resource.name : undefined;
}
