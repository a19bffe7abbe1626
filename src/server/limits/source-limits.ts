import { Lexer, Source, TokenKind } from "graphql";
import { GatewayError } from "../../errors/gateway-error.js";
import { QUERY_LIMITS } from "./query-limits.js";

const OPENING = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Refuses texts that would cost the parser too much, without building anything of them. Comes before the parser,
 * which calls itself for each bracket and would overflow the stack.
 *
 * @throws GatewayError `QUERY_TOO_DEEP` or `QUERY_TOO_EXPENSIVE`; GraphQL's syntax error for what is no token.
 */
export function assertSourceWithinLimits(text: string): void {
  const lexer = new Lexer(new Source(text));
  let nesting = 0;
  for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens += 1) {
    if (tokens >= QUERY_LIMITS.maxTokens) {
      throw new GatewayError(
        "QUERY_TOO_EXPENSIVE",
        `The document has more than ${QUERY_LIMITS.maxTokens} tokens. Split it, or send values as variables.`,
      );
    }
    if (OPENING.has(lexer.token.kind)) nesting += 1;
    if (CLOSING.has(lexer.token.kind)) nesting -= 1;
    if (nesting > QUERY_LIMITS.maxNesting) {
      throw new GatewayError(
        "QUERY_TOO_DEEP",
        `The document has more than ${QUERY_LIMITS.maxNesting} brackets inside each other. Ask for less at once.`,
      );
    }
  }
}
