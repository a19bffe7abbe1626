import { enumType } from "./enum-type.js";

export const RateLimitResource = enumType("RateLimitResource", "Budgets at GitHub.", {
  GRAPHQL: "GraphQL API.",
  CORE: "REST API.",
  SEARCH: "REST search.",
});
export type RateLimitResource = keyof typeof RateLimitResource;
