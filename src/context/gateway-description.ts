import type { LoginOption } from "../auth/login-option.js";
import type { TokenGuide } from "../github/token-guide.js";

/** What the gateway says about itself; the same for every caller, without a call to anything. */
export interface GatewayDescription {
  readonly version: string;
  readonly schemaVersion: string;
  readonly edition: "OSS" | "SAAS" | "CUSTOM";
  readonly editionName: string;
  readonly gitHubHost: { readonly host: string; readonly kind: "DOTCOM" | "DATA_RESIDENCY" | "ENTERPRISE_SERVER" };
  readonly features: readonly { readonly name: string; readonly enabled: boolean; readonly reason: string | null }[];
  readonly limits: QueryLimits;
  readonly links: {
    readonly docs: string | null;
    readonly installApp: string | null;
    readonly explorer: string | null;
    readonly gitHubStatus: string | null;
    readonly support: string | null;
  };
  /** In the order in which an interface shows them. */
  readonly loginOptions: readonly LoginOption[];
  readonly tokenGuide: TokenGuide;
  /** Address of the page of one error code. */
  errorHelpUrl(code: string): string;
}

export interface QueryLimits {
  readonly maxPageSize: number;
  readonly maxDepth: number;
  readonly maxCost: number;
  readonly trustedDocumentsOnly: boolean;
}
