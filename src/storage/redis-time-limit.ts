/** A command on its way; ioredis's own, as far as it is needed here. */
export interface PendingCommand {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** A timer that is so late was held up by its own process. */
const LATE_MS = 100;
// The first one is for what has arrived and was not read yet.
const GRACES_MS = [50, 250, 250, 250];

/**
 * Fails a command that Redis does not answer in time. Not ioredis's `commandTimeout`: when a process was busy or
 * stopped, timers come before the answers that have arrived meanwhile, and Redis would be taken for dead.
 */
export function limitTime(command: PendingCommand, ms: number): void {
  const { resolve, reject } = command;
  let grace = 0;
  let due = performance.now() + ms;
  let timer = setTimeout(check, ms);
  function check(): void {
    const isLate = performance.now() - due > LATE_MS;
    const more = GRACES_MS[grace];
    if (more === undefined || (grace > 0 && !isLate)) return reject(new Error("Command timed out"));
    grace += 1;
    due = performance.now() + more;
    timer = setTimeout(check, more);
  }
  // Not `promise.then`: that is one more promise for each command.
  command.resolve = (result) => {
    clearTimeout(timer);
    resolve(result);
  };
  command.reject = (error) => {
    clearTimeout(timer);
    reject(error);
  };
}
