import helmet from "helmet";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface SecurityHeadersOptions {
  readonly publicUrl: URL;
}

/**
 * Headers that forbid what no answer of a JSON API needs, names and values in turn. They are helmet's, which is asked
 * once: none of them depends on the request. A page replaces the policy by its own.
 */
export function securityHeaders({ publicUrl }: SecurityHeadersOptions): readonly string[] {
  const set = helmet({
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
    // For Internet Explorer, Flash, and filters that no browser has any more.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    // Nothing is looked up for a page without links to other origins.
    xDnsPrefetchControl: false,
  });
  const list: string[] = [];
  const response = { setHeader: (...header: [string, string]) => list.push(...header), removeHeader: () => undefined };
  set({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error !== undefined) throw error;
  });
  return list;
}
