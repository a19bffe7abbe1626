/** Values of the schema's `RateLimitResource`. */
export type RateLimitResource = "GRAPHQL" | "CORE" | "SEARCH";

/** A budget at GitHub as last reported. Points, times in RFC 3339. */
export interface RateLimit {
  readonly resource: RateLimitResource;
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly resetAt: string;
  /** Points that the operation has cost so far; `null` where GitHub's answers do not tell. */
  readonly cost: number | null;
  readonly observedAt: string;
  /** Until when GitHub has asked for a pause; `null` if it has not. */
  readonly pausedUntil: string | null;
}
