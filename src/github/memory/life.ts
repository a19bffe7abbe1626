import {
  NodeDocument,
  NodesDocument,
  OwnerRepositoriesDocument,
  RepositoryDocument,
  RepositoryOwnerDocument,
  RootDocument,
  SearchIssuesDocument,
  SearchOwnersDocument,
  SearchRepositoriesDocument,
  SharedRepositoriesDocument,
  TokenReachDocument,
  ViewerDocument,
  ViewerOrganizationsDocument,
  ViewerRepositoriesDocument,
} from "../generated/operations.js";

/** How long an answer may be given again, in milliseconds. Nothing older than a minute is ever given. */
export interface Life {
  /** So long without asking GitHub. */
  readonly freshMs: number;
  /** So long after that, while GitHub is asked anew in the background. */
  readonly staleMs: number;
}

/** Who somebody is and what they belong to hardly ever changes. */
const ACCOUNT: Life = { freshMs: 60_000, staleMs: 0 };
/** Lists that somebody types in: an old row at once is worth more than a new one later. */
const PICKER: Life = { freshMs: 10_000, staleMs: 50_000 };
/** A branch or a task that was just made must soon be there. */
const WORK: Life = { freshMs: 5_000, staleMs: 0 };

const LIVES: ReadonlyMap<string, Life> = new Map<string, Life>([
  [ViewerDocument.toString(), ACCOUNT],
  [ViewerOrganizationsDocument.toString(), ACCOUNT],
  [RepositoryOwnerDocument.toString(), ACCOUNT],
  [SearchOwnersDocument.toString(), ACCOUNT],
  [SharedRepositoriesDocument.toString(), ACCOUNT],
  [TokenReachDocument.toString(), ACCOUNT],
  [ViewerRepositoriesDocument.toString(), PICKER],
  [OwnerRepositoriesDocument.toString(), PICKER],
  [SearchRepositoriesDocument.toString(), PICKER],
  // The hosted edition's list of repositories, as well as whatever a client asks for by id.
  [NodesDocument.toString(), PICKER],
  [NodeDocument.toString(), WORK],
  [RepositoryDocument.toString(), WORK],
  [SearchIssuesDocument.toString(), WORK],
  [RootDocument.toString(), WORK],
]);

/** The shortest life among the parts of a document; `undefined` where one of them must be asked each time. */
export function lifeOf(operations: readonly string[]): Life | undefined {
  let life = ACCOUNT;
  for (const operation of operations) {
    const each = LIVES.get(operation);
    if (each === undefined) return undefined;
    if (each.freshMs < life.freshMs) life = each;
  }
  return life;
}
