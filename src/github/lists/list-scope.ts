/** Which of the caller's repositories a list is about. */
export interface ListScope {
  /** Login of the only owner; `null` for all of them. */
  readonly owner: string | null;
  /** Global id of the only installation; none unless given. */
  readonly installationId?: string | null;
  /**
   * A narrow token leaves nothing out of a list of public repositories, and an App nothing of a search among anybody's
   * public ones.
   */
  readonly of: "REPOSITORIES" | "PUBLIC_REPOSITORIES" | "ANYBODYS" | "ORGANIZATIONS";
}

/** Whether a list of this scope has to do with an owner; one that nobody knows could be any. */
export function concerns({ owner }: ListScope, login: string | null): boolean {
  return owner === null || login === null || owner.toLowerCase() === login.toLowerCase();
}

/** The scope of a list of work in one repository, or in all of them. */
export function scopeOfWork({ repository }: { readonly repository: string | null }): ListScope {
  return { owner: repository?.split("/", 1)[0] ?? null, of: "REPOSITORIES" };
}
