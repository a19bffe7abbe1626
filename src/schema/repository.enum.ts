import { enumType } from "./enum-type.js";

export const RepositoryVisibility = enumType("RepositoryVisibility", "Visibility of a repository.", {
  PUBLIC: "Everyone.",
  PRIVATE: "Chosen people.",
  INTERNAL: "Everyone in the enterprise.",
});
export type RepositoryVisibility = keyof typeof RepositoryVisibility;

export const RepositoryAffiliation = enumType("RepositoryAffiliation", "How the caller relates to a repository.", {
  OWNER: "The caller owns it.",
  COLLABORATOR: "The caller was invited.",
  ORGANIZATION_MEMBER: "Through an organization.",
});
export type RepositoryAffiliation = keyof typeof RepositoryAffiliation;

export const RepositoryPermission = enumType("RepositoryPermission", "Permissions, in ascending order.", {
  READ: "Read.",
  TRIAGE: "Triage.",
  WRITE: "Write.",
  MAINTAIN: "Maintain.",
  ADMIN: "Administer.",
});
export type RepositoryPermission = keyof typeof RepositoryPermission;

export const RepositoryOrderField = enumType("RepositoryOrderField", "Fields by which repositories can be ordered.", {
  PUSHED_AT: "Last push.",
  UPDATED_AT: "Last change.",
  NAME: "Name.",
  STARGAZERS: "Stars.",
  LAST_USED: "Last use here, then last push.",
});
export type RepositoryOrderField = keyof typeof RepositoryOrderField;
