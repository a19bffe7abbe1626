/** When the caller last used a repository here. */
export interface LastUse {
  readonly repositoryId: string;
  /** RFC 3339. */
  readonly usedAt: string;
}
