import { GatewayError } from "../../errors/gateway-error.js";
import { RepositoryDocument } from "../generated/operations.js";
import { isRaw } from "../selection/is-raw.js";
import type { ListCall } from "./list-call.js";

// Owners and names as GitHub admits them: nothing in them is syntax of the search.
const FULL_NAME = /^([\w.-]+)\/([\w.-]+)$/;

/** The qualifier that keeps a search to one repository; none for `null`. */
export function repositoryQualifier(nameWithOwner: string | null): readonly string[] {
  return nameWithOwner === null ? [] : [`repo:${partsOf(nameWithOwner).join("/")}`];
}

/**
 * Makes sure that a repository can be seen. GitHub's search finds nothing in one that cannot, and says no more.
 *
 * @throws GatewayError `NOT_FOUND`, or `BAD_USER_INPUT` for a text that is no name, and for a former name: the search
 *   does not follow renames.
 */
export async function assertRepository(nameWithOwner: string | null, { batch, selection }: ListCall): Promise<void> {
  if (nameWithOwner === null) return;
  const [owner, name] = partsOf(nameWithOwner);
  const asked = { ...selection, text: "{ nameWithOwner }" };
  const { value } = await batch.ask(RepositoryDocument, { owner, name, followRenames: true }, asked);
  const now = isRaw(value) ? String(value["nameWithOwner"]) : nameWithOwner;
  if (now.toLowerCase() === nameWithOwner.toLowerCase()) return;
  throw new GatewayError("BAD_USER_INPUT", `The repository ${nameWithOwner} is called ${now} now. Ask for that name.`);
}

function partsOf(nameWithOwner: string): readonly [string, string] {
  const [, owner, name] = FULL_NAME.exec(nameWithOwner) ?? [];
  if (owner !== undefined && name !== undefined) return [owner, name];
  throw new GatewayError(
    "BAD_USER_INPUT",
    "`repository` is not the full name of a repository. Write it as `owner/name`.",
  );
}
