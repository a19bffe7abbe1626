// An edition of one's own: OSS with a feature and a step more. In a clone of the repository, once it is built:
//
//   OCTOGATE_EDITION=./examples/edition/house.js script/server
//
// What else can be another in an edition is in src/editions/edition.ts.
import oss from "../../dist/src/editions/oss.js";
import { GatewayError } from "../../dist/src/errors/gateway-error.js";

/** Comes before GraphQL. Whoever is refused learns what to do instead. */
const houseRules = {
  name: "house-rules",
  handle(request, response, next) {
    response.setHeader("X-House", "yes");
    const isGuest = request.headers["x-guest"] !== undefined;
    next(isGuest ? new GatewayError("FORBIDDEN", "Guests may not use this gateway. Ask the house.") : undefined);
  },
};

export default {
  ...oss,
  name: "house",
  kind: "CUSTOM",
  // The steps of OSS first: an edition drops none of them.
  middleware: (resources) => [...oss.middleware(resources), houseRules],
  features: (resources) => [...oss.features(resources), { name: "house-tour", enabled: true, reason: null }],
};
