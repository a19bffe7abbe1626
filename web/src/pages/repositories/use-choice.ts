import { useSearchParams } from "wouter";

/** What is chosen, as it stands in the address: it survives a reload, can be sent, and Back goes to the one before. */
export interface Choice {
  /** `owner/name`. */
  readonly repository: string;
  /** The repository's default branch when there is none. */
  readonly branch: string | undefined;
}

export interface ChoiceControl {
  readonly choice: Choice | undefined;
  readonly choose: (choice: Choice) => void;
}

export function useChoice(): ChoiceControl {
  const [parameters, setParameters] = useSearchParams();
  const repository = parameters.get("repository");
  const branch = parameters.get("branch") ?? undefined;
  return {
    choice: repository === null ? undefined : { repository, branch },
    choose: (next) =>
      setParameters({ repository: next.repository, ...(next.branch !== undefined && { branch: next.branch }) }),
  };
}

/** Arguments of operations about what is chosen; none of them is looked at when nothing is. */
export function variablesOf(choice: Choice | undefined) {
  const [owner = "", name = ""] = choice?.repository.split("/") ?? [];
  return { owner, name, branch: choice?.branch ?? "", hasBranch: choice?.branch !== undefined };
}
