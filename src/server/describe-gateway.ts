import type { Config } from "../config/config.js";
import type { GatewayDescription } from "../context/gateway-description.js";
import type { OpenEdition } from "../editions/edition.js";
import { ERROR_PAGE_PATH, fragmentOf } from "./error-page.js";
import { QUERY_LIMITS } from "./limits/query-limits.js";

/** Version of the schema, by semantic versioning; not the version of the software. */
const SCHEMA_VERSION = "1.0.0";

export interface DescriptionOptions {
  readonly config: Config;
  readonly edition: OpenEdition;
  readonly version: string;
  /** The address that browsers use; asked each time, for the system may choose its port later. */
  readonly publicUrl: () => URL;
}

/** What the gateway says about itself. */
export function describeGateway({ config, edition, version, publicUrl }: DescriptionOptions): GatewayDescription {
  const { maxPageSize, maxDepth, maxCost } = QUERY_LIMITS;
  return {
    version,
    schemaVersion: SCHEMA_VERSION,
    edition: edition.kind,
    editionName: edition.name,
    gitHubHost: { host: config.gitHubHost.host, kind: config.gitHubHost.kind },
    features: edition.features,
    limits: { maxPageSize, maxDepth, maxCost, trustedDocumentsOnly: config.trustedDocuments !== undefined },
    links: {
      docs: null,
      installApp: edition.links.installApp,
      get explorer() {
        return config.explorer ? new URL("/graphql", publicUrl()).href : null;
      },
      gitHubStatus: config.gitHubHost.kind === "ENTERPRISE_SERVER" ? null : "https://www.githubstatus.com",
      support: null,
    },
    loginOptions: edition.loginOptions,
    tokenGuide: edition.tokenInspector.guide,
    errorHelpUrl: (code) => new URL(`${ERROR_PAGE_PATH}#${fragmentOf(code)}`, publicUrl()).href,
  };
}
