import type { SsoFindings } from "../gate/answer-headers.js";
import type { Budget } from "../gate/limits.js";
import { accessTo, type Denial } from "../world/access.js";
import type { NodeIdForm } from "../world/node-id.js";
import type { RepositoryRecord, TokenRecord, UserRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** What the resolvers of one request know. */
export interface ExecutionContext {
  readonly world: World;
  readonly token: TokenRecord;
  readonly user: UserRecord;
  /** Address of the web pages, without a slash at the end. */
  readonly webUrl: string;
  readonly nodeIdForm: NodeIdForm;
  readonly budget: Budget & { readonly cost: number; readonly nodeCount: number };
  readonly sso: SsoFindings;
  /** `Type.field` of what was selected and is not modelled. */
  readonly notModelled: Set<string>;
}

export type Args = Readonly<Record<string, unknown>>;

/** Resolvers of one type; what a record holds under a field's own name needs none. */
export type Resolvers<Source> = Readonly<
  Record<string, (source: Source, args: Args, context: ExecutionContext) => unknown>
>;

/** An error in the shape of GitHub's: with a `type` beside the message. */
export class GitHubError extends Error {
  readonly type: string;
  readonly extensions: Readonly<Record<string, unknown>> | null;

  constructor(type: string, message: string, extensions: Readonly<Record<string, unknown>> | null = null) {
    super(message);
    this.name = "GitHubError";
    this.type = type;
    this.extensions = extensions;
  }
}

/** Turns an organization's refusal into the error at the place of the object. */
export function refusal(context: ExecutionContext, denial: Denial, place: "object" | "list"): GitHubError {
  if (denial.isSaml) context.sso[place === "object" ? "required" : "partial"].add(denial.organization);
  return new GitHubError("FORBIDDEN", denial.message, denial.isSaml ? { saml_failure: true } : null);
}

/** The repository, the error that stands in its place, or `null` when there is none for this token. */
export function showRepository(
  context: ExecutionContext,
  repository: RepositoryRecord | null | undefined,
  place: "object" | "list",
): RepositoryRecord | GitHubError | null {
  if (!repository) return null;
  const access = accessTo(context.token, repository);
  if (access === true) return repository;
  return access === false ? null : refusal(context, access, place);
}

/** A list argument; empty means no filter, as GitHub takes it. */
export function listArg(args: Args, name: string): readonly unknown[] | null {
  const value = args[name];
  return Array.isArray(value) && value.length > 0 ? (value as readonly unknown[]) : null;
}

export interface Order {
  readonly field: string;
  readonly direction: "ASC" | "DESC";
}

/** Sorts by a key; keeps the given order among equals. */
export function inOrder<T>(items: readonly T[], direction: string, key: (item: T) => string | number): readonly T[] {
  const sign = direction === "DESC" ? -1 : 1;
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((left, right) => (left.key < right.key ? -sign : left.key > right.key ? sign : 0));
  return keyed.map(({ item }) => item);
}
