import { RepositoryDocument } from "../generated/operations.js";
import { isRaw } from "../selection/is-raw.js";
import { objectOf } from "../selection/shaped-answer.js";
import type { ClientSelection } from "../selection/selection-of.js";
import type { Raw } from "../selection/shape.js";
import type { UpstreamBatch } from "../upstream/upstream-batch.js";

export interface BranchesArguments {
  readonly owner: string;
  readonly name: string;
}

/** The page of branches that the selection reads of a repository; `null` where there is no such repository. */
export async function readBranches(
  { owner, name }: BranchesArguments,
  batch: Pick<UpstreamBatch, "ask">,
  selection: ClientSelection,
): Promise<Raw | null> {
  const answer = await batch.ask(RepositoryDocument, { owner, name, followRenames: true }, selection);
  const repository = objectOf(answer, selection);
  const branches = isRaw(repository) ? repository["branches"] : null;
  if (branches instanceof Error) throw branches;
  return isRaw(branches) ? branches : null;
}
