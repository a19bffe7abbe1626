import { GatewayError } from "../../errors/gateway-error.js";
import type { AccessRestriction } from "../access-restriction.js";
import { SearchOwnersDocument, SharedRepositoriesDocument } from "../generated/operations.js";
import { isRaw } from "../selection/is-raw.js";
import { orThrow, presentList, presentObject } from "../selection/present.js";
import type { ListCall } from "./list-call.js";

/** What a caller can reach, in the words of GitHub's search. */
export interface SearchReach {
  /** Login of the caller, for `user:@me`; `null` where it is not known. */
  readonly viewer: string | null;
  /** Logins of owners all of whose repositories are within reach, as far as the credential shows them. */
  readonly owners: readonly string[];
  /** Full names of further repositories. */
  readonly repositories: readonly string[];
  /** Whether a repository that the search has found is within reach. */
  readonly includes: (nameWithOwner: string) => boolean;
  /** Whether owners and repositories say it all, so that GitHub counts the same. */
  readonly isExact: boolean;
  readonly withheld: readonly Error[];
  readonly restrictions: readonly AccessRestriction[];
}

/** The caller, the caller's organizations, and what others share with the caller; one document. */
export async function askSearchReach({ batch }: ListCall): Promise<SearchReach> {
  const [shared, organizations] = await Promise.all([
    batch.ask(SharedRepositoriesDocument, {}),
    batch.ask(SearchOwnersDocument, {}).catch((error: unknown) => {
      // A token that may not list organizations still searches what is the caller's own.
      if (error instanceof GatewayError && error.code === "GITHUB_SCOPE_MISSING") return error;
      throw error;
    }),
  ]);
  const viewer = orThrow(presentObject(shared.value));
  const memberships = organizations instanceof Error ? [organizations] : nodesIn(organizations.value, "organizations");
  const repositories = nodesIn(viewer, "repositories");
  const login = String(viewer["login"]);
  const owners = [login, ...textsIn(memberships, "login")];
  const names = textsIn(repositories, "nameWithOwner");
  const within = new Set([...owners, ...names].map((each) => each.toLowerCase()));
  return {
    viewer: login,
    owners,
    repositories: names,
    includes(nameWithOwner) {
      const full = nameWithOwner.toLowerCase();
      return within.has(full) || within.has(full.split("/", 1)[0] ?? "");
    },
    isExact: true,
    withheld: [...memberships, ...repositories].filter((each) => each instanceof Error),
    restrictions: [
      ...(isCut(viewer["repositories"]) ? [SHARED_CUT] : []),
      ...(organizations instanceof Error ? [] : organizationsCut(organizations.value)),
    ],
  };
}

/** Says so where the caller has more organizations than were asked for. */
export function organizationsCut(viewer: unknown): readonly AccessRestriction[] {
  return isRaw(viewer) && isCut(viewer["organizations"]) ? [ORGANIZATIONS_CUT] : [];
}

const ORGANIZATIONS_CUT: AccessRestriction = {
  reason: "RESULT_TRUNCATED",
  owner: null,
  message:
    "You are in more than 100 organizations, and the first 100 were searched. Name the owner to search among the others.",
  nextStep: "FIX_INPUT",
  actionUrl: null,
  actionExpiresAt: null,
};

const SHARED_CUT: AccessRestriction = {
  reason: "RESULT_TRUNCATED",
  owner: null,
  message:
    "Of the repositories that others share with you, the 50 pushed to last were searched. Search with `ALL` for the rest, or for `owner/name` among `repositories`.",
  nextStep: "FIX_INPUT",
  actionUrl: null,
  actionExpiresAt: null,
};

/** The items of a list; the error that stands in its place is one of them. */
export function nodesIn(viewer: unknown, list: string): readonly unknown[] {
  const owner = presentObject(viewer);
  const connection = owner instanceof Error ? owner : presentObject(owner[list]);
  const nodes = connection instanceof Error ? connection : presentList(connection["nodes"]);
  return nodes instanceof Error ? [nodes] : nodes;
}

function textsIn(nodes: readonly unknown[], field: string): readonly string[] {
  return nodes.flatMap((node) => (isRaw(node) ? [String(node[field])] : []));
}

function isCut(connection: unknown): boolean {
  const page = isRaw(connection) ? connection["pageInfo"] : undefined;
  return isRaw(page) && page["hasNextPage"] === true;
}
