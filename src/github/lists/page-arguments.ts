/** How every list is paged. */
export interface PageArguments {
  readonly first: number;
  readonly after: string | null;
}
