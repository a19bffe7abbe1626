/** What is asked of GitHub for the combined state of the checks of the newest commit; a list of commits would cost more. */
export const CHECKS_SELECTION = "{ statusCheckRollup { state } }";

/** What `CHECKS_SELECTION` brings. */
interface ChecksFacts {
  readonly statusCheckRollup?: { readonly state: string } | null;
}

/** The combined state of the checks; `null` where there are none. */
export function checksOf({ statusCheckRollup }: ChecksFacts): string | null {
  return statusCheckRollup?.state ?? null;
}

/** What is asked of GitHub to count review threads; 100 is GitHub's largest page. */
export const THREADS_SELECTION = "{ reviewThreads(first: 100) { nodes { isResolved } } }";

/** What `THREADS_SELECTION` brings; what GitHub withheld is null or absent. */
interface ThreadsFacts {
  readonly reviewThreads?: { readonly nodes?: readonly ({ readonly isResolved: boolean } | null)[] | null } | null;
}

/** How many review threads wait for an answer; `null` where one of them cannot be seen. */
export function unresolvedThreadsOf({ reviewThreads }: ThreadsFacts): number | null {
  const threads = reviewThreads?.nodes;
  if (!threads || threads.some((thread) => thread === null)) return null;
  return threads.filter((thread) => thread?.isResolved === false).length;
}
