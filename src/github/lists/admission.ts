import type { Raw } from "../selection/shape.js";
import { REPOSITORY_PERMISSIONS, type RepositoriesArguments } from "./repositories-arguments.js";
import type { SearchReach } from "./search-reach.js";

/** What is asked of a single repository to tell whether a list with these arguments would show it, without braces. */
export function admissionFacts(args: RepositoriesArguments): string {
  const needs = {
    "id nameWithOwner": true,
    isArchived: !args.includeArchived,
    isFork: !args.includeForks,
    visibility: args.visibility !== null || isNarrowed(args),
    viewerPermission: args.minimumPermission !== null || isNarrowed(args),
  };
  return Object.entries(needs)
    .flatMap(([fact, isNeeded]) => (isNeeded ? [fact] : []))
    .join(" ");
}

/** Whether the arguments admit a repository, as far as its facts tell: how the caller relates to it stands nowhere. */
export function isAdmitted(facts: Raw, args: RepositoriesArguments): boolean {
  return (
    (args.includeArchived || facts["isArchived"] !== true) &&
    (args.includeForks || facts["isFork"] !== true) &&
    (args.visibility === null || facts["visibility"] === args.visibility) &&
    (args.owner === null || ownerOf(facts["nameWithOwner"]) === args.owner.toLowerCase()) &&
    hasPermission(facts["viewerPermission"], args.minimumPermission)
  );
}

/** Whether a permission is at least the wanted one; GitHub says `null` where it does not tell. */
export function hasPermission(permission: unknown, wanted: RepositoriesArguments["minimumPermission"]): boolean {
  if (wanted === null) return true;
  return REPOSITORY_PERMISSIONS.findIndex((each) => each === permission) >= REPOSITORY_PERMISSIONS.indexOf(wanted);
}

/** Whether only some of the ways count in which the caller can relate to a repository. */
export function isNarrowed({ affiliations }: RepositoriesArguments): boolean {
  return new Set(affiliations).size < 3;
}

/** Whether the caller relates to a repository in one of the ways that count. */
export function isAffiliated(facts: Raw, args: RepositoriesArguments, reach: SearchReach): boolean {
  // Whoever pastes the name of a public repository of a stranger finds it, unless the list was narrowed.
  if (!isNarrowed(args)) return true;
  const owner = ownerOf(facts["nameWithOwner"]);
  if (owner === reach.viewer?.toLowerCase()) return args.affiliations.includes("OWNER");
  if (reach.owners.some((login) => login.toLowerCase() === owner)) {
    return args.affiliations.includes("ORGANIZATION_MEMBER");
  }
  const isShared = facts["visibility"] !== "PUBLIC" || hasPermission(facts["viewerPermission"], "TRIAGE");
  return args.affiliations.includes("COLLABORATOR") && (isShared || reach.includes(String(facts["nameWithOwner"])));
}

/** What is missing from the places where such a list has its repositories; what is missing elsewhere does not matter. */
export function missingPlaces(
  args: RepositoriesArguments,
  { owners, withheld, restrictions }: SearchReach,
): Pick<SearchReach, "withheld" | "restrictions"> {
  const isKnown = owners.some((login) => login.toLowerCase() === args.owner?.toLowerCase());
  const isOwn = args.affiliations.every((affiliation) => affiliation === "OWNER");
  return isKnown || isOwn ? { withheld: [], restrictions: [] } : { withheld, restrictions };
}

/** Qualifiers of GitHub's search for the places where such a list has its repositories. */
export function placesOf(args: RepositoriesArguments, reach: SearchReach): readonly string[] {
  const isWanted = (login: string) => args.owner === null || login.toLowerCase() === args.owner.toLowerCase();
  const owners = reach.owners.filter(
    (login) => isWanted(login) && args.affiliations.includes(login === reach.viewer ? "OWNER" : "ORGANIZATION_MEMBER"),
  );
  const shared = args.affiliations.includes("COLLABORATOR") ? reach.repositories : [];
  return [
    ...owners.map((login) => `user:${login}`),
    ...shared.filter((name) => isWanted(ownerOf(name))).map((name) => `repo:${name}`),
  ];
}

function ownerOf(nameWithOwner: unknown): string {
  return String(nameWithOwner).split("/", 1)[0]?.toLowerCase() ?? "";
}
