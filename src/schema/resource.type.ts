import { createUnionType } from "type-graphql";
import { Branch } from "./branch.type.js";
import { Issue } from "./issue.type.js";
import { Organization } from "./organization.type.js";
import { PullRequest } from "./pull-request.type.js";
import { Repository } from "./repository.type.js";
import { User } from "./user.type.js";

export const Resource = createUnionType({
  name: "Resource",
  description: "What a link can point at.",
  types: () => [Repository, Branch, Issue, PullRequest, User, Organization] as const,
});
