import type { RepositoriesArguments } from "./repositories-arguments.js";

/** Which of the caller's repositories a list is about. */
export interface ListScope {
  /** Login of the only owner; `null` for all of them. */
  readonly owner: string | null;
  /** Whether the login may be only a part of one, as somebody types it. */
  readonly isPart?: boolean;
  /** Global id of the only installation; none unless given. */
  readonly installationId?: string | null;
  /**
   * A narrow token leaves nothing out of a list of public repositories, and an App nothing of a search among anybody's
   * public ones.
   */
  readonly of: "REPOSITORIES" | "PUBLIC_REPOSITORIES" | "ANYBODYS" | "ORGANIZATIONS";
}

/** Whether a list of this scope has to do with an owner; one that nobody knows could be any. */
export function concerns({ owner, isPart }: ListScope, login: string | null): boolean {
  if (owner === null || login === null) return true;
  const [wanted, known] = [owner.toLowerCase(), login.toLowerCase()];
  return isPart === true ? known.includes(wanted) : known === wanted;
}

/** The scope of a list of repositories: the owner in its arguments, or else the one that the text names. */
export function scopeOfRepositories({ owner, text, visibility, installationId }: RepositoriesArguments): ListScope {
  return {
    owner: owner ?? text?.account ?? text?.repository?.owner ?? null,
    isPart: owner === null && text?.isLink === false,
    installationId,
    of: visibility === "PUBLIC" ? "PUBLIC_REPOSITORIES" : "REPOSITORIES",
  };
}

/** The scope of a list of work in one repository, or in all of them. */
export function scopeOfWork({ repository }: { readonly repository: string | null }): ListScope {
  return { owner: repository?.split("/", 1)[0] ?? null, of: "REPOSITORIES" };
}
