/**
 * An answer cannot go through as text: for its form, and so always, or for what GitHub answered this time. It is then
 * read into objects, from the same answer.
 */
export class NotAsText extends Error {
  constructor(readonly because: "form" | "value") {
    super(`Not as text, because of its ${because}.`);
  }
}
