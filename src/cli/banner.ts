import { redact } from "../server/log/redact.js";
import type { GatewayFacts } from "./start-gateway.js";

/** What a person sees at start, on standard error: standard output belongs to the log. */
export function writeBanner(gateway: GatewayFacts, lines: readonly string[]): void {
  const text = [
    `Octogate, ${gateway.editionName} edition`,
    "",
    `  Console   ${gateway.url}`,
    `  GraphQL   ${gateway.url}/graphql   (open it in a browser for the explorer)`,
    ...(gateway.metricsUrl === null ? [] : [`  Metrics   ${gateway.metricsUrl}`]),
    ...lines.map((line) => `  ${line}`),
    ...gateway.notices.map((notice) => `  ${notice}`),
    "",
  ];
  // Notices name folders and variables, and people put tokens there.
  process.stderr.write(`${redact(text.join("\n"))}\n`);
}
