import { pathOf, type Step } from "./connect.js";
import type { Log } from "./log/create-log.js";
import { requestIdOf } from "./request-id.js";

const MAX_PATH = 200;

/** Tells each request at debug level, without its query: people put tokens there. */
export function requestLog({ log }: { readonly log: Log }): Step {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once("close", () => {
      log.debug(
        {
          requestId: requestIdOf(request),
          method: request.method,
          path: pathOf(request).slice(0, MAX_PATH),
          status: response.statusCode,
          ms: Math.round(performance.now() - startedAt),
          ...(!response.writableFinished && { aborted: true }),
        },
        "request",
      );
    });
    next();
  };
}
