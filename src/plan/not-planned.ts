/**
 * An operation cannot be run by its plan: for its form, and so always, or for what the caller or GitHub's answer is this
 * time. It is then executed in full, on the same answers.
 */
export class NotPlanned extends Error {
  constructor(readonly because: "form" | "value") {
    super(`Not by its plan, because of its ${because}.`);
  }
}
