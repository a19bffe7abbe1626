import type { GraphQLSchema } from "graphql";
import type { ExampleTab } from "./explorer-resources.js";
import { withoutSecrets } from "./without-secrets.js";
import { withoutTokens } from "./without-tokens.js";

/**
 * The address of this page with an operation in its fragment: browsers keep that part to themselves, so that it stands
 * in no server's log. What a secret could be is left out.
 */
export function toShareLink({ query, variables = "" }: ExampleTab, schema: GraphQLSchema): string {
  const kept = withoutSecrets({ query, variables }, schema);
  const parameters = new URLSearchParams({ query: withoutTokens(query) });
  if (kept !== "{}") parameters.set("variables", withoutTokens(kept));
  return `${location.origin}${location.pathname}#${parameters.toString()}`;
}

/** The operation in the fragment of an address, if there is one. */
export function readShareLink(fragment: string): ExampleTab | undefined {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const query = parameters.get("query");
  if (query === null) return undefined;
  const variables = parameters.get("variables");
  return variables === null ? { query } : { query, variables };
}
