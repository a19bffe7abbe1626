/** What stands in a list of equal items; both patterns match at the place where the reader is. */
export interface ListPatterns {
  /** Any number of items with a comma behind each. */
  readonly some: RegExp;
  /** The last item, and the end of the list. */
  readonly last: RegExp;
}
