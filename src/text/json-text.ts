/**
 * A value as JSON, on its way from GitHub's answer to the client's. It is never read into objects: most of an answer is
 * what GitHub wrote, and reading and writing it again takes longer than everything else.
 */
export class JsonText {
  constructor(readonly text: string) {}
}
