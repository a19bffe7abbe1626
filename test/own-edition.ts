import type { IncomingMessage, ServerResponse } from "node:http";
import oss, { type OssResources } from "../src/editions/oss.js";
import type { NamedMiddleware } from "../src/editions/edition.js";
import { GatewayError } from "../src/errors/gateway-error.js";

// Shuts the door to who comes with this header, so that a test can see that the step is taken, and when.
const refuseOnSundays: NamedMiddleware = {
  name: "refuse-on-sundays",
  handle({ headers }: IncomingMessage, _response: ServerResponse, next) {
    next(headers["x-day"] === "sunday" ? new GatewayError("FORBIDDEN", "It is Sunday. Come on Monday.") : undefined);
  },
};

/** An edition of one's own as the documentation tells it: OSS with another name and one more step. */
export default {
  ...oss,
  name: "mine",
  kind: "CUSTOM",
  middleware: (resources: OssResources) => [...oss.middleware(resources), refuseOnSundays],
};
