import { NotPlanned } from "../../plan/not-planned.js";
import type { ReadyBody } from "../../plan/ready-body.js";
import type { RootPlan } from "../../plan/root-plan.js";
import { Body } from "../body.js";
import { WholeAnswer } from "../whole-answer.js";
import type { AskedPart } from "../upstream/upstream-batch.js";
import type { CallerUpstream } from "../upstream/caller-upstream.js";
import { FieldPlan, type BoundPlan, type PlanCaller } from "./field-plan.js";
import { PlannedRequest, type MakeAnswer } from "./planned-request.js";

const NOTHING = new Body([]);

export interface RunPlansOptions {
  readonly caller: PlanCaller;
  readonly upstream: CallerUpstream;
  /** Whether a part is to be asked for in another way than by its plan. */
  readonly isTooLarge: (part: AskedPart) => boolean;
  readonly make: MakeAnswer;
}

/**
 * Runs the plans of one operation: one document, one answer, and what becomes of it.
 *
 * @returns The client's answer.
 * @throws NotPlanned, or what GitHub refused the document with; nothing was shaped then.
 */
export async function runPlans(plans: readonly RootPlan[], options: RunPlansOptions): Promise<ReadyBody> {
  const { caller, upstream, isTooLarge, make } = options;
  const binding = plans.map((plan) => bound(plan, caller));
  const request = PlannedRequest.of(binding.every(isBound) ? binding : await allBound(binding));
  const { token } = caller;
  if (request.parts.length === 0) return request.write({ body: NOTHING, headers: {}, token }, false, make);
  if (request.parts.some(isTooLarge)) throw new NotPlanned("value");
  const asked = upstream.ask(request.question, token);
  const isAgain = !(asked instanceof Promise);
  const answer = isAgain ? asked : await asked;
  if (!(answer instanceof WholeAnswer)) throw new NotPlanned("value");
  const { body, headers } = answer;
  return request.write({ body, headers, token }, isAgain, make);
}

function bound(plan: RootPlan, caller: PlanCaller): BoundPlan | Promise<BoundPlan> {
  if (!(plan instanceof FieldPlan)) throw new NotPlanned("form");
  return plan.boundTo(caller);
}

async function allBound(binding: readonly (BoundPlan | Promise<BoundPlan>)[]): Promise<readonly BoundPlan[]> {
  return Promise.all(binding.map(async (plan) => plan));
}

function isBound(plan: BoundPlan | Promise<BoundPlan>): plan is BoundPlan {
  return !(plan instanceof Promise);
}
