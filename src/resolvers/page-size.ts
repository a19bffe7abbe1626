import { defaultFieldResolver, type GraphQLField } from "graphql";
import type { RequestContext } from "../context/request-context.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { ListSize } from "../schema/directives.js";

/**
 * Refuses page sizes out of range, at a field with `@listSize`. They are not clamped: a client that counts the items
 * would take a page that is shorter than it asked for to be the last one.
 */
export function holdToPageSize(field: GraphQLField<unknown, RequestContext>): void {
  if (field.extensions["listSize"] === undefined) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args: Readonly<Record<string, unknown>>, context, info) => {
    assertPageSizes(field, args, context);
    return resolve(source, args, context, info);
  };
}

/** @throws GatewayError `BAD_USER_INPUT` for a page size out of range. */
export function assertPageSizes(
  { extensions }: GraphQLField<unknown, RequestContext>,
  args: Readonly<Record<string, unknown>>,
  { gateway }: RequestContext,
): void {
  const listSize = extensions["listSize"] as ListSize | undefined;
  for (const name of listSize?.slicingArguments ?? []) assertPageSize(name, args[name], gateway.limits.maxPageSize);
}

function assertPageSize(name: string, size: unknown, largest: number): void {
  if (typeof size === "number" && size >= 1 && size <= largest) return;
  throw new GatewayError(
    "BAD_USER_INPUT",
    `\`${name}\` is ${String(size)}, and must be from 1 to ${largest}. Ask for smaller pages, one after another.`,
  );
}
