import type { AccessToken } from "../../auth/access-token.js";
import type { ReadyBody } from "../../plan/ready-body.js";
import { RootPlan } from "../../plan/root-plan.js";
import type { GraphQLAnswer } from "../answer.js";
import type { Access } from "../installations/access-index.js";
import type { AskedPart } from "../upstream/upstream-batch.js";
import type { PartReader } from "./part-reader.js";

/** What a plan has to know of the caller. */
export interface PlanCaller {
  readonly token: AccessToken;
  /** What the App lets the caller reach. */
  access(): Access | Promise<Access>;
}

/** The plan of one root field: the same for everybody. */
export abstract class FieldPlan extends RootPlan {
  /**
   * The plan for one caller.
   *
   * @throws NotPlanned where the caller's case is not planned for.
   */
  abstract boundTo(caller: PlanCaller): BoundPlan | Promise<BoundPlan>;
}

/** The plan of one root field for one caller. The same object as long as it asks for the same. */
export interface BoundPlan {
  readonly parts: readonly AskedPart[];
  /** Asked for behind the parts of all fields. */
  readonly along?: AlongPart;
  /**
   * The value of the field, as JSON.
   *
   * @param reader Stands before the first of the parts, and has to be taken behind the last of them.
   * @throws NotPlanned where the answer is not what was planned for.
   */
  write(answer: PlannedAnswer, reader: PartReader): ReadyBody;
}

/** What a plan has to know before its value may be used. */
export interface AlongPart {
  readonly part: AskedPart;
  /** @throws NotPlanned where the value may not be used. */
  check(answer: PlannedAnswer, reader: PartReader): void;
}

/** GitHub's answer to the document, and whose token it was asked with. */
export interface PlannedAnswer extends Pick<GraphQLAnswer, "headers" | "body"> {
  readonly token: AccessToken;
}
