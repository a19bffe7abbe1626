import { GatewayError } from "../errors/gateway-error.js";
import type { GraphQLAnswer } from "./answer.js";
import type { Body } from "./body.js";

const ERRORS = '"errors":';
const LIST = "[".charCodeAt(0);

/** An answer without errors. Its text is read into objects when somebody wants those. */
export class WholeAnswer implements GraphQLAnswer {
  readonly errors = [];
  #data: GraphQLAnswer["data"] | undefined;

  constructor(
    readonly body: Body,
    readonly headers: GraphQLAnswer["headers"],
  ) {}

  get data(): GraphQLAnswer["data"] {
    return (this.#data ??= read(this.body.text));
  }
}

/**
 * Whether a body is the data of a document and nothing else. A body that is written in another way than GitHub writes
 * is not: it has to be read to know.
 */
export function isWhole(body: Body): boolean {
  return body.isAt(0, '{"data":{"') && body.isAt(body.length - 2, "}}") && !hasErrors(body);
}

/** A text in the data cannot look like the key: its quotes are escaped. Lists are few, and a single sign is found fast. */
function hasErrors(body: Body): boolean {
  let start = 0;
  for (const chunk of body.chunks) {
    for (let at = chunk.indexOf(LIST); at !== -1; at = chunk.indexOf(LIST, at + 1)) {
      if (body.isAt(start + at - ERRORS.length, ERRORS)) return true;
    }
    start += chunk.length;
  }
  return false;
}

function read(text: string): GraphQLAnswer["data"] {
  const { data, errors } = parsed(text);
  if (data === undefined || errors !== undefined) throw unexpected();
  return data;
}

function parsed(text: string): Partial<GraphQLAnswer> {
  try {
    return JSON.parse(text) as Partial<GraphQLAnswer>;
  } catch {
    throw unexpected();
  }
}

function unexpected(): GatewayError {
  return new GatewayError(
    "GITHUB_UNEXPECTED_RESPONSE",
    "GitHub answered something that the gateway does not understand. Try again, and report it if it stays.",
    { upstream: { status: 200 } },
  );
}
