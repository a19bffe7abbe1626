import { Field, ObjectType } from "type-graphql";
import { branchPage, isProtectedBranch, PROTECTION_SELECTION } from "./branch-facts.js";
import { DateTimeScalar } from "./date-time.scalar.js";
import { FromGitHub, UpstreamTypeName } from "./from-github.js";
import { GitObjectIdScalar } from "./git-object-id.scalar.js";
import { Node } from "./node.type.js";
import type { Repository } from "./repository.type.js";
import { typeNamed } from "./type-named.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({ description: "A branch.", implements: Node })
@UpstreamTypeName("Ref")
export class Branch {
  @Field(() => String, { description: "Name without `refs/heads/`." })
  readonly name!: string;

  @Field(() => GitObjectIdScalar, { description: "Its newest commit." })
  @FromGitHub({
    select: "{ target { oid } }",
    value: ({ target }: TargetOf<"oid">) => target?.oid ?? null,
  })
  readonly commitSha!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: "When that was committed." })
  @FromGitHub({
    select: "{ target { ... on Commit { committedDate } } }",
    value: ({ target }: TargetOf<"committedDate">) => target?.committedDate ?? null,
  })
  readonly committedDate!: string | null;

  @Field(() => String, { nullable: true, description: "First line of its message." })
  @FromGitHub({
    select: "{ target { ... on Commit { messageHeadline } } }",
    value: ({ target }: TargetOf<"messageHeadline">) => target?.messageHeadline ?? null,
  })
  readonly commitHeadline!: string | null;

  @Field(() => Boolean, { description: "Whether it is the default branch." })
  @FromGitHub({
    select: "{ name repository { defaultBranchRef { name } } }",
    value: ({ name, repository }: { name: string; repository: { defaultBranchRef: { name: string } | null } }) =>
      repository.defaultBranchRef?.name === name,
  })
  readonly isDefault!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it is protected; `null` if the credential cannot see rules.",
  })
  @FromGitHub({ select: PROTECTION_SELECTION, value: isProtectedBranch, isLenient: true })
  readonly isProtected!: boolean | null;

  @Field(() => UriScalar, { description: "Page on GitHub." })
  @FromGitHub({
    select: "{ name repository { url } }",
    value: ({ name, repository }: { name: string; repository: { url: string } }) => branchPage(repository.url, name),
  })
  readonly url!: string;

  @Field(() => typeNamed("Repository"), { description: "Its repository." })
  readonly repository!: Repository;
}

/** A ref with one field of what it points at; GitHub's `target` is null when that is gone. */
interface TargetOf<Field extends string> {
  readonly target?: { readonly [Name in Field]?: string | null } | null;
}
