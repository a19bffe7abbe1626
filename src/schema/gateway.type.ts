import { Field, Int, ObjectType } from "type-graphql";
import { ErrorCode } from "./error-code.enum.js";
import { Edition, GitHubHostKind } from "./gateway.enum.js";
import { NextStep } from "./next-step.enum.js";
import { UriScalar } from "./uri.scalar.js";

@ObjectType({ description: "What this gateway is." })
export class GatewayInfo {
  @Field(() => String, { description: "Version of the software." })
  readonly version!: string;

  @Field(() => String, { description: "Version of this schema; changes follow semantic versioning." })
  readonly schemaVersion!: string;

  @Field(() => Edition, { description: "Edition." })
  readonly edition!: Edition;

  @Field(() => String, { description: "Name of the edition; differs from `edition` for editions that others build." })
  readonly editionName!: string;

  @Field(() => GitHubHost, { name: "githubHost", description: "The GitHub host that this gateway serves." })
  readonly gitHubHost!: GitHubHost;

  @Field(() => [Feature], { description: "Features, each switched on or off." })
  readonly features!: readonly Feature[];

  @Field(() => QueryLimits, { description: "Limits for queries." })
  readonly limits!: QueryLimits;

  @Field(() => GatewayLinks, { description: "Links for interfaces." })
  readonly links!: GatewayLinks;
}

@ObjectType({ description: "A GitHub host." })
class GitHubHost {
  @Field(() => String, { description: "Host name." })
  readonly host!: string;

  @Field(() => GitHubHostKind, { description: "What it is." })
  readonly kind!: GitHubHostKind;
}

@ObjectType({ description: "A feature switch." })
class Feature {
  @Field(() => String, {
    description: "Name, for example `suggested-tasks`; editions may add their own with a prefix.",
  })
  readonly name!: string;

  @Field(() => Boolean, { description: "Whether it is on." })
  readonly enabled!: boolean;

  @Field(() => String, { nullable: true, description: "Why it is off, if it is." })
  readonly reason!: string | null;
}

@ObjectType({ description: "Limits for queries." })
class QueryLimits {
  @Field(() => Int, { description: "Largest `first`." })
  readonly maxPageSize!: number;

  @Field(() => Int, { description: "Deepest nesting." })
  readonly maxDepth!: number;

  @Field(() => Int, { description: "Largest cost of one operation." })
  readonly maxCost!: number;

  @Field(() => Boolean, { description: "Whether only trusted documents are accepted." })
  readonly trustedDocumentsOnly!: boolean;
}

@ObjectType({ description: "Links for interfaces; `null` where an edition has none." })
class GatewayLinks {
  @Field(() => UriScalar, { nullable: true, description: "Documentation." })
  readonly docs!: string | null;

  @Field(() => UriScalar, { nullable: true, description: "Where the App is installed or its repositories are chosen." })
  readonly installApp!: string | null;

  @Field(() => UriScalar, { nullable: true, description: "The query explorer, if it is switched on." })
  readonly explorer!: string | null;

  @Field(() => UriScalar, { name: "githubStatus", nullable: true, description: "Status page of GitHub." })
  readonly gitHubStatus!: string | null;

  @Field(() => UriScalar, { nullable: true, description: "Support." })
  readonly support!: string | null;
}

@ObjectType({ description: "An entry of the catalogue of errors." })
export class ErrorCatalogueEntry {
  @Field(() => ErrorCode, { description: "The code." })
  readonly code!: ErrorCode;

  @Field(() => String, { description: "What it means." })
  readonly description!: string;

  @Field(() => NextStep, { description: "What the interface should offer." })
  readonly nextStep!: NextStep;

  @Field(() => Boolean, { description: "Whether the same request can succeed later." })
  readonly retryable!: boolean;

  @Field(() => UriScalar, { nullable: true, description: "Its page in the documentation." })
  readonly helpUrl!: string | null;
}
