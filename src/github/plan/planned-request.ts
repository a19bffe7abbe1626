import { NotPlanned } from "../../plan/not-planned.js";
import type { Body } from "../body.js";
import type { Span } from "../text/rows-text.js";
import { UnexpectedJson } from "../text/scan.js";
import { documentOf } from "../upstream/part-document.js";
import type { AskedPart } from "../upstream/upstream-batch.js";
import { question, type UpstreamQuestion } from "../upstream/upstream-question.js";
import type { BoundPlan, PlannedAnswer } from "./field-plan.js";

/** The document that some plans need, and what becomes of its answer. */
export class PlannedRequest {
  readonly parts: readonly AskedPart[];
  readonly question: UpstreamQuestion;
  readonly #plans: readonly BoundPlan[];
  /** What was made of answers that are given again. */
  readonly #written = new WeakMap<Body, readonly string[]>();

  private constructor(plans: readonly BoundPlan[]) {
    this.#plans = plans;
    this.parts = [...plans.flatMap(({ parts }) => parts), ...plans.flatMap(({ along }) => along ?? [])];
    // A client's own alias could look like the place of a part.
    if (this.parts.length > 1 && this.parts.some(({ selection }) => /\bp\d+:/.test(selection?.text ?? ""))) {
      throw new NotPlanned("form");
    }
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
   * The values of the root fields, as JSON with one character for each byte.
   *
   * @param body Of the answer, where it may be given again.
   * @throws NotPlanned where the answer is not what was planned for.
   */
  write(answer: PlannedAnswer, body: Body | undefined): readonly string[] {
    const known = body && this.#written.get(body);
    if (known !== undefined) return known;
    const spans = spansOf(answer.bytes, this.parts.length);
    let at = 0;
    let along = this.#plans.reduce((sum, { parts }) => sum + parts.length, 0);
    const written = this.#plans.map((plan) => {
      const own = spans.slice(at, (at += plan.parts.length));
      const alongside = plan.along === undefined ? [] : spans.slice(along, (along += plan.along.length));
      return plan.write(answer, [...own, ...alongside]);
    });
    if (body !== undefined) this.#written.set(body, written);
    return written;
  }

  #isOf(plans: readonly BoundPlan[]): boolean {
    return plans.length === this.#plans.length && plans.every((plan, index) => plan === this.#plans[index]);
  }
}

const requests = new WeakMap<BoundPlan, PlannedRequest>();

/** Where the values of the parts stand, which come in the order of the document. */
function spansOf(text: string, count: number): readonly Span[] {
  if (count === 0) return [];
  const spans: Span[] = [];
  const last = text.length - "}}".length;
  let start = '{"data":{"p0":'.length;
  if (!text.startsWith('{"data":{"p0":')) throw new UnexpectedJson();
  for (let next = 1; next <= count; next += 1) {
    const key = `,"p${next}":`;
    const end = next === count ? last : text.indexOf(key, start);
    if (end < start) throw new UnexpectedJson();
    spans.push([start, end]);
    start = end + key.length;
  }
  return spans;
}
