import type { UpstreamError } from "./answer.js";

/** `undefined` for what is no JSON: GitHub and what stands before it answer with HTML as well. */
export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The errors of a GraphQL answer. */
export function errorsOf(body: unknown): readonly UpstreamError[] {
  const errors = isObject(body) ? body["errors"] : undefined;
  return Array.isArray(errors) ? errors.filter(isUpstreamError) : [];
}

function isUpstreamError(value: unknown): value is UpstreamError {
  return isObject(value) && typeof value["message"] === "string";
}

/** All that GitHub says in words, in REST's form or GraphQL's. */
export function messageOf(body: unknown): string {
  if (!isObject(body)) return "";
  return [body["message"], ...errorsOf(body).map((error) => error.message)].filter(Boolean).join(" ");
}
