import type { AccessRestriction } from "./access-restriction.js";

/** What an organization's repositories can be used for here. */
export interface OrganizationAccess {
  /** Values of the schema's `OrganizationAccess`. */
  readonly access: "FULL" | "PARTIAL" | "BLOCKED";
  /** Empty when `access` is `FULL`. */
  readonly restrictions: readonly AccessRestriction[];
}

/** How an organization is asked about. */
export interface OrganizationFacts {
  readonly login: string;
  readonly databaseId: number;
}
