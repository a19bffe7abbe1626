import { GatewayError } from "../../errors/gateway-error.js";
import { decodeCursor, encodeCursor, invalidCursor, listName, type CursorPosition } from "../selection/cursor.js";
import { connectionKeysOf, connectionText } from "../selection/compile-connection.js";
import { readPage, writePage } from "../selection/connection-page.js";
import { needKey } from "../selection/response-key.js";
import type { FieldReader } from "../selection/selection-compiler.js";
import { shapeValue } from "../selection/shape-value.js";
import type { Variables } from "../selection/shape.js";
import { isObjectType } from "graphql";

const MAX_PAGE_SIZE = 100;

/** Issues of a repository, newest first. */
export const issues = readerOf("issues", "[IssueState!]");

/** Pull requests of a repository, newest first. */
export const pullRequests = readerOf("pullRequests", "[PullRequestState!]");

interface Arguments {
  readonly first: number;
  readonly after: string | null;
  readonly states: unknown;
}

/** Reads GitHub's list of the same name; its cursors are bound to the repository and to the states. */
function readerOf(list: "issues" | "pullRequests", statesType: string): FieldReader {
  return ({ responseKey, type, selectionSets, arguments: given }, compiler) => {
    if (!isObjectType(type)) throw new Error("Issues and pull requests come in connections.");
    const keys = connectionKeysOf(type, selectionSets, compiler);
    const argumentsOf = (variables: Variables) => toArguments(given(variables));
    const first = compiler.variable("Int!", (variables) => argumentsOf(variables).first);
    const after = compiler.variable("String", (variables) => startOf(list, argumentsOf(variables)));
    const states = compiler.variable(statesType, (variables) => argumentsOf(variables).states);
    const [items, id] = [needKey(responseKey, "items"), needKey(responseKey, "repositoryId")];
    const order = "orderBy: { field: CREATED_AT, direction: DESC }";
    return {
      text: `${id}: id ${items}: ${list}(first: ${first}, after: ${after}, states: ${states}, ${order}) ${connectionText(keys)}`,
      from(raw, context) {
        const args = argumentsOf(context.variables);
        const position = positionOf(list, args);
        if (position instanceof Error) return position;
        // The same arguments mean another list in another repository.
        const repository = listName(raw[id]);
        if (position !== undefined && position[1] !== repository) return invalidCursor();
        const page = readPage(raw[items], keys, (item, { node }) => shapeValue(item, node.shape, context));
        if (page instanceof Error) return page;
        return writePage(page, keys, (cursor) => encodeCursor(nameOf(list, args), [cursor, repository]));
      },
    };
  };
}

/** Where GitHub begins; a foreign cursor is refused where the field is answered, and must not fail its neighbours. */
function startOf(list: string, args: Arguments): string | null {
  const position = positionOf(list, args);
  return position === undefined || position instanceof Error ? null : String(position[0]);
}

function positionOf(list: string, args: Arguments): CursorPosition | Error | undefined {
  try {
    return decodeCursor(nameOf(list, args), args.after);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}

function nameOf(list: string, { states }: Arguments): string {
  return listName(list, states);
}

function toArguments(given: Readonly<Record<string, unknown>>): Arguments {
  const { first, after, states } = given;
  return {
    // A size out of range is refused where the field is answered; it must not make GitHub refuse the whole document.
    first: Math.min(Math.max(Number(first), 1), MAX_PAGE_SIZE),
    after: typeof after === "string" ? after : null,
    states,
  };
}
