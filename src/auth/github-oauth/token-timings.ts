/** How long things may take; milliseconds. */
export interface TokenTimings {
  /** Tokens are refreshed so long before they expire, and … */
  readonly earlyMs: number;
  /** … up to so much earlier, by chance, so that not all are refreshed at once. */
  readonly jitterMs: number;
  /** Life of a refresh lock: longer than GitHub can take, so that a holder that only waits is never taken for dead. */
  readonly lockMs: number;
  /** How long a caller waits for another replica's refresh: longer than the lock, so that a crash costs time alone. */
  readonly waitMs: number;
  /** The same while the old token still works. */
  readonly waitWhileValidMs: number;
  /** How long a caller that waits bears with a store that is away. */
  readonly storeGraceMs: number;
  /** A failure that came within this time is tried again … */
  readonly quickMs: number;
  /** … after about this time. */
  readonly retryMs: number;
  /** Nobody asks for so long after a failure; doubled with each in a row. */
  readonly pauseMs: { readonly first: number; readonly most: number };
  /** After a refusal, how long another holder may take to store what it got. */
  readonly adoptMs: number;
  /** A new token may be refused for so long: GitHub's machines learn of it one after another. */
  readonly lagMs: number;
  /** A token counts as new for so long: more than the clocks of replicas differ by. */
  readonly newMs: number;
  /** What was read is good for so long, if nothing was changed here; the next replica's change is found out by a 401. */
  readonly rememberMs: number;
  /** How long a user who signs out waits for GitHub to be told. */
  readonly farewellMs: number;
  /** How long the end of the process waits for a store that takes no pairs. */
  readonly giveUpAfterMs: number;
}

export const TOKEN_TIMINGS: TokenTimings = {
  earlyMs: 5 * 60_000,
  jitterMs: 60_000,
  lockMs: 15_000,
  waitMs: 20_000,
  waitWhileValidMs: 3_000,
  storeGraceMs: 5_000,
  quickMs: 3_000,
  retryMs: 300,
  pauseMs: { first: 1_000, most: 10_000 },
  adoptMs: 1_000,
  lagMs: 420,
  newMs: 10_000,
  rememberMs: 1_000,
  farewellMs: 2_500,
  giveUpAfterMs: 15_000,
};
