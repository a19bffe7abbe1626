import helmet from "helmet";
import type { Step } from "./connect.js";

export interface SecurityHeadersOptions {
  readonly publicUrl: URL;
}

/** Headers that forbid what no answer of a JSON API needs. A page replaces the policy by its own. */
export function securityHeaders({ publicUrl }: SecurityHeadersOptions): Step {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl.protocol === "https:",
    xFrameOptions: { action: "deny" },
  });
}
