const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when a signal is aborted, at once where that has happened. Of many who listen to the same signal, such
 * as all requests of a connection, the signal itself has one listener: adding one costs more than a call to GitHub may.
 *
 * @returns Takes the callback back.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return nothing;
  if (signal.aborted) {
    callback();
    return nothing;
  }
  const all = callbacks.get(signal) ?? listen(signal);
  all.add(callback);
  return () => all.delete(callback);
}

function listen(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>();
  callbacks.set(signal, all);
  signal.addEventListener("abort", () => all.forEach((callback) => callback()), { once: true });
  return all;
}

function nothing(): void {}
