/** Time as the fake GitHub sees it: limits, expiry and dates all ask here. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves time forward, for example past a token's life. */
  advance(milliseconds: number): void;
}

/** A clock that runs with the machine's and can be moved forward; it stands still when it is given a start. */
export function createClock(frozenAt?: number): Clock {
  let skipped = 0;
  return {
    now: () => (frozenAt ?? Date.now()) + skipped,
    advance(milliseconds) {
      skipped += milliseconds;
    },
  };
}
