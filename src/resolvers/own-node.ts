import type { GraphQLResolveInfo } from "graphql";
import type { RequestContext } from "../context/request-context.js";
import { GatewayError } from "../errors/gateway-error.js";
import { readSettings } from "./caller-settings.js";

/** Whether an id names an object of the gateway's own, and not one of GitHub's. */
export function isOwnId(id: string): boolean {
  return id.startsWith("OG_");
}

/**
 * The caller's own object with this id.
 *
 * @throws GatewayError `NOT_FOUND` for every other id, also for one of another caller.
 */
export async function readOwnNode(id: string, context: RequestContext, info: GraphQLResolveInfo): Promise<object> {
  if (id.startsWith("OG_task_")) return context.github.suggestedTask(id, info);
  if (id === context.settings.id) return readSettings(context);
  const { credential } = await context.session();
  if (credential?.id === id) return { __typename: "GitHubCredential", ...credential };
  const installation = await context.github.installation(id);
  if (installation !== null) return { __typename: "Installation", ...installation };
  throw new GatewayError("NOT_FOUND", "There is no object with this id. Read the id again from the object itself.");
}
