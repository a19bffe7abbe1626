import type { Clock } from "../control/clock.js";
import { jsonAnswer, type Answer, type FakeRequest } from "../http/messages.js";
import type { TokenRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** The secret in an Authorization header, whatever scheme it came with; `null` when there is none. */
export function secretIn(header: string | undefined): string | null {
  const match = /^(?:bearer|token)\s+(\S+)$/i.exec(header ?? "");
  if (match) return match[1] as string;
  const basic = /^basic\s+(\S+)$/i.exec(header ?? "");
  return basic
    ? (Buffer.from(basic[1] as string, "base64")
        .toString()
        .split(":")
        .pop() ?? null)
    : null;
}

/** Who asks, or the answer of 401 that GitHub gives. */
export function authenticate(world: World, clock: Clock, request: FakeRequest): TokenRecord | Answer {
  const documentation =
    request.path === "/graphql" ? "https://docs.github.com/graphql" : "https://docs.github.com/rest";
  const secret = secretIn(request.headers.authorization);
  if (secret === null) {
    const message =
      request.path === "/graphql" ? "This endpoint requires you to be authenticated." : "Requires authentication";
    return jsonAnswer(401, { message, documentation_url: documentation, status: "401" });
  }
  const token = world.tokens.get(secret);
  const isDead =
    !token ||
    token.revoked ||
    token.validFrom > clock.now() ||
    (token.expiresAt !== null && token.expiresAt <= clock.now());
  if (isDead)
    return jsonAnswer(401, {
      message: "Bad credentials",
      documentation_url: documentation,
      status: "401",
    });
  return token;
}

export function isAnswer(outcome: TokenRecord | Answer): outcome is Answer {
  return "status" in outcome;
}
