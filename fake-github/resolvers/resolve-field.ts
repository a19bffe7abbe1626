import type { GraphQLResolveInfo } from "graphql";
import { nodeId } from "../world/node-id.js";
import type { NodeRecord, Recorded } from "../world/records.js";
import { Bot, Organization, User } from "./accounts.js";
import { Commit, GitActor, StatusCheckRollup } from "./commits.js";
import type { Args, ExecutionContext, Resolvers } from "./execution-context.js";
import { Query } from "./queries.js";
import { BranchProtectionRule, Ref } from "./refs.js";
import { Label, Language, License, Repository } from "./repositories.js";
import { Issue, PullRequest, PullRequestReview, PullRequestReviewThread } from "./work-items.js";

const TYPES: Readonly<Record<string, Resolvers<never>>> = {
  Bot,
  BranchProtectionRule,
  Commit,
  GitActor,
  Issue,
  Label,
  Language,
  License,
  Organization,
  PullRequest,
  PullRequestReview,
  PullRequestReviewThread,
  Query,
  Ref,
  Repository,
  StatusCheckRollup,
  User,
};

function isRecord(source: unknown): source is Readonly<Record<string, unknown>> {
  return source !== null && typeof source === "object";
}

/** A field that is selected and not modelled fails the request: a quiet null would make a test pass that should not. */
export function resolveField(
  source: unknown,
  args: Args,
  context: ExecutionContext,
  info: GraphQLResolveInfo,
): unknown {
  const record: Readonly<Record<string, unknown>> = isRecord(source) ? source : {};
  const { facts, counts } = record as Recorded;
  const fact = facts?.[info.fieldName];
  if (fact !== undefined) return fact;
  const value = resolveModelled(record, args, context, info);
  const count = counts?.[info.fieldName];
  return count === undefined || !isRecord(value) ? value : { ...value, totalCount: count };
}

function resolveModelled(
  source: Readonly<Record<string, unknown>>,
  args: Args,
  context: ExecutionContext,
  { parentType: { name: type }, fieldName }: GraphQLResolveInfo,
): unknown {
  const resolve = TYPES[type]?.[fieldName];
  if (resolve) return resolve(source as never, args, context);
  if (fieldName === "id" && type in TYPES) return nodeId(source as unknown as NodeRecord, context.nodeIdForm);
  const value = source[fieldName];
  if (typeof value === "function") return value();
  if (value !== undefined) return value;
  if (fieldName === "id") return plainId(type, source);
  context.notModelled.add(`${type}.${fieldName}`);
  throw new Error(`not modelled: ${type}.${fieldName}`);
}

/** Objects that no one can look up by id still have one, of the old form. */
function plainId(type: string, source: Readonly<Record<string, unknown>>): string {
  const key = [source["databaseId"], source["name"], source["type"]].find((value) => value !== undefined);
  return Buffer.from(`0${type.length}:${type}${JSON.stringify(key ?? "")}`).toString("base64");
}
