import { joined, type ReadyBody } from "../../plan/ready-body.js";
import type { Body } from "../body.js";
import { documentOf } from "../upstream/part-document.js";
import type { AskedPart } from "../upstream/upstream-batch.js";
import { question, type UpstreamQuestion } from "../upstream/upstream-question.js";
import type { BoundPlan, PlannedAnswer } from "./field-plan.js";
import { PartReader } from "./part-reader.js";

/** Makes the client's answer of the values of the root fields. For the same plans it is always the same one. */
export type MakeAnswer = (values: readonly ReadyBody[]) => ReadyBody;

/** The document that some plans need, and what becomes of its answer. */
export class PlannedRequest {
  readonly parts: readonly AskedPart[];
  readonly question: UpstreamQuestion;
  readonly #plans: readonly BoundPlan[];
  /** What was made of answers that are given again. */
  readonly #made = new WeakMap<Body, ReadyBody>();

  private constructor(plans: readonly BoundPlan[]) {
    this.#plans = plans;
    this.parts = [...plans.flatMap(({ parts }) => parts), ...plans.flatMap(({ along }) => along?.part ?? [])];
    const { document, variables } = documentOf(this.parts);
    const operations = this.parts.map(({ operation }) => operation);
    this.question = question(document, variables, operations);
  }

  /** The same request for the same plans, as long as the first of them lives. */
  static of(plans: readonly BoundPlan[]): PlannedRequest {
    const [first] = plans;
    const known = first && requests.get(first);
    if (known !== undefined && known.#isOf(plans)) return known;
    const made = new PlannedRequest(plans);
    if (first !== undefined) requests.set(first, made);
    return made;
  }

  /**
   * What the client gets of an answer.
   *
   * @param isAgain Whether the answer was given before and will be again.
   * @throws NotPlanned where the answer is not what was planned for.
   */
  write(answer: PlannedAnswer, isAgain: boolean, make: MakeAnswer): ReadyBody {
    const { body } = answer;
    const known = isAgain ? this.#made.get(body) : undefined;
    if (known !== undefined) return known;
    const reader = new PartReader(body);
    const values = this.#plans.map((plan) => plan.write(answer, reader));
    for (const { along } of this.#plans) along?.check(answer, reader);
    reader.expectNoMore();
    const made = make(values);
    if (!isAgain) return made;
    const bytes = [joined(made)];
    this.#made.set(body, bytes);
    return bytes;
  }

  #isOf(plans: readonly BoundPlan[]): boolean {
    return plans.length === this.#plans.length && plans.every((plan, index) => plan === this.#plans[index]);
  }
}

const requests = new WeakMap<BoundPlan, PlannedRequest>();
