import { Extensions } from "type-graphql";

/** GitHub's type behind one of ours. Read by `github/selection` through the schema's extensions. */
export interface UpstreamType {
  /** Name of the type in GitHub's schema; absent for what GitHub's GraphQL API does not have. */
  readonly type?: string;
  /** Further types of GitHub's that are shown as this one. They have the same fields. */
  readonly also?: readonly string[];
  /** Of an interface: whether every type of GitHub's that has it is shown as one of ours. */
  readonly isComplete?: true;
}

/**
 * Where a field comes from. A field of an upstream type without a declaration is GitHub's field of the same name.
 *
 * Exactly one way is used: another name (`field`), a computed value (`select` with `value`), a list read by a reader
 * (`reader`), something that a field resolver of ours answers (`select` alone: its `@Root()` is what was selected), or
 * a value that the GitHub service has made before (`isOwn`).
 */
export interface UpstreamField {
  /** GitHub's name of the field, where it differs. */
  readonly field?: string;
  /** Arguments that go to GitHub under the same name, with their types in GitHub's schema: `{ size: "Int" }`. */
  readonly args?: Readonly<Record<string, string>>;
  /** Types of GitHub's that have the field, where its interface does not: `["User", "Organization"]`. */
  readonly on?: readonly string[];
  /** GitHub's fields that the value is made of, as a selection set: `{ target { oid } }`. */
  readonly select?: string;
  /** Makes the value out of what `select` brought. Fields that GitHub withheld are null or absent. */
  readonly value?: (upstream: never) => unknown;
  /**
   * What GitHub refuses of `select` is null for `value`, and not the error of the field: the value says by itself that
   * something could not be seen.
   */
  readonly isLenient?: true;
  /** The field tells what the caller can reach: what there is to know of that is asked for along with `select`. */
  readonly tellsAccess?: true;
  /** Name of the reader in `github/readers` for fields that are more than one upstream field, such as branches. */
  readonly reader?: string;
  /** The service puts the value beside GitHub's, under the field's own name; GitHub is not asked. */
  readonly isOwn?: true;
}

/** Declares GitHub's type behind an object, interface or union type, and further types that are shown as the same. */
export function UpstreamTypeName(
  type: string,
  ...also: readonly string[]
): ClassDecorator & PropertyDecorator & MethodDecorator {
  return Extensions({ gitHubType: { type, also } satisfies UpstreamType });
}

/**
 * Declares GitHub's interface behind one of ours, where every type that has it at GitHub is one of ours too. GitHub is
 * then asked for an object's type only where that makes a difference.
 */
export function UpstreamInterface(type: string): ClassDecorator & PropertyDecorator & MethodDecorator {
  return Extensions({ gitHubType: { type, isComplete: true } satisfies UpstreamType });
}

/** Declares an object that the GitHub service writes by itself, keyed by response key as all of its objects are. */
export function WrittenByService(): ClassDecorator & PropertyDecorator & MethodDecorator {
  return Extensions({ gitHubType: {} satisfies UpstreamType });
}

/** Declares where a field comes from. */
export function FromGitHub(declaration: UpstreamField): ClassDecorator & PropertyDecorator & MethodDecorator {
  return Extensions({ gitHub: declaration });
}
