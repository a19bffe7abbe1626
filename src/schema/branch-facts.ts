/** What is asked of GitHub to tell whether a branch is protected. */
export const PROTECTION_SELECTION =
  "{ refUpdateRule { pattern } branchProtectionRule { id } rules(first: 1) { totalCount } " +
  "repository { viewerPermission } }";

/** What `PROTECTION_SELECTION` brings; what GitHub withheld is null or absent. */
interface ProtectionFacts {
  readonly refUpdateRule?: object | null;
  readonly branchProtectionRule?: object | null;
  readonly rules?: { readonly totalCount: number } | null;
  readonly repository?: { readonly viewerPermission?: string | null } | null;
}

const SEES_PROTECTION_RULES = new Set<unknown>(["WRITE", "MAINTAIN", "ADMIN"]);

/**
 * Whether a branch is protected; `null` where no rule is seen and that means nothing. GitHub shows rulesets (`rules`)
 * to every reader, but protection rules only to those who may push, and for others leaves them out without an error.
 */
export function isProtectedBranch(facts: ProtectionFacts): boolean | null {
  const { refUpdateRule, branchProtectionRule, rules, repository } = facts;
  if (refUpdateRule || branchProtectionRule || (rules && rules.totalCount > 0)) return true;
  return rules && SEES_PROTECTION_RULES.has(repository?.viewerPermission) ? false : null;
}

/** Page of a branch on GitHub. A slash in the name stays a slash; `#`, `?`, `%` and the like must not end the path. */
export function branchPage(repositoryUrl: string, branch: string): string {
  return `${repositoryUrl}/tree/${branch.split("/").map(encodeURIComponent).join("/")}`;
}
