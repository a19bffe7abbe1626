import type { GraphQLResolveInfo } from "graphql";
import type { RequestContext } from "../context/request-context.js";

/** What a value is finished for. */
export interface Run {
  readonly context: RequestContext;
  /** Of the root field. */
  readonly info: GraphQLResolveInfo;
  /** What resolvers of ours have yet to bring. They are asked when all else is finished: they may ask GitHub. */
  readonly unasked: UnaskedValue[];
}

interface UnaskedValue {
  readonly object: Record<string, unknown>;
  readonly key: string;
  readonly ask: Ask;
}

type Ask = () => Promise<unknown>;

/** @throws NotFinished, or what a scalar or an argument is refused with. */
export type Finish = (value: unknown, run: Run) => unknown;

/** Stands for a value until it comes. */
export class Answered {
  constructor(readonly ask: Ask) {}
}
