import type { OpenEdition } from "../editions/edition.js";
import type { GitHubService } from "../github/github-service.js";
import { NotPlanned } from "../plan/not-planned.js";
import { FinishedValues } from "./finished-values.js";
import type { GatewayDescription } from "./gateway-description.js";
import type { RequestContext } from "./request-context.js";

/**
 * The context in which resolvers are run once to learn what they ask of GitHub: it gives plans for values. It belongs to
 * nobody, and whatever depends on the caller cannot be planned.
 */
export function planningContext(edition: OpenEdition, gateway: GatewayDescription): RequestContext {
  const { signal } = new AbortController();
  let github: GitHubService | undefined;
  return {
    requestId: "",
    identity: { kind: "anonymous" },
    signal,
    get github() {
      return (github ??= edition.gitHubService({
        identity: { kind: "anonymous" },
        answers: undefined,
        isPlanning: true,
        signal,
        lastUsed: notPlanned,
      }));
    },
    gateway,
    answers: undefined,
    finished: new FinishedValues({ areExecuted: false }),
    get settings() {
      return notPlanned();
    },
    get token() {
      return notPlanned();
    },
    get login() {
      return notPlanned();
    },
    session: notPlanned,
    // Whoever runs the plan is held to this level.
    async require(level) {
      if (level === "ADMIN") notPlanned();
    },
  };
}

function notPlanned(): never {
  throw new NotPlanned("form");
}
