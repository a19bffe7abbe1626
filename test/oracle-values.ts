import type { GraphQLSchema } from "graphql";
import type { UserRecord, World } from "../fake-github/index.js";

/** Stands for any cursor: what it says is the gateway's own affair. */
export const CURSOR = "(cursor)";

/** Stands for a cursor or null: the end of an empty page, of which the schema says nothing. */
export const CURSOR_OR_NULL = "(cursor or null)";

/** An object of a type of the gateway's schema. */
export class Item {
  readonly type: string;
  readonly of: unknown;

  constructor(type: string, of: unknown) {
    this.type = type;
    this.of = of;
  }
}

/** A field that fails with this code. */
export class Failure {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** What an answer depends on beside the operation. */
export interface Setting {
  readonly schema: GraphQLSchema;
  readonly world: World;
  readonly viewer: UserRecord;
  /** Address of GitHub's pages. */
  readonly webUrl: string;
}

/** A page of a list. */
export interface Slice {
  readonly rows: readonly Item[];
  readonly totalCount: number | null;
  readonly hasNextPage: boolean;
  /** Where the next page begins. */
  readonly end: number;
  readonly edgeType: string;
}
