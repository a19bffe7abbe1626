import { enumType } from "./enum-type.js";

export const OrganizationAccess = enumType("OrganizationAccess", "Whether an organization can be used.", {
  FULL: "Nothing is known to be missing.",
  PARTIAL: "Some repositories are left out.",
  BLOCKED: "Nothing can be used until `restrictions` are dealt with.",
});
export type OrganizationAccess = keyof typeof OrganizationAccess;
