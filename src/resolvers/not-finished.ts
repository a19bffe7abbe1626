/** Something that only execution can complete, such as an error, or a field with a resolver of ours. */
export class NotFinished extends Error {
  override readonly name = "NotFinished";
}
