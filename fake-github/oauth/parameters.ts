import type { FakeRequest } from "../http/messages.js";

/** Parameters of a request, whether they come in the address, as a form or as JSON; the body goes first. */
export function parametersOf(request: FakeRequest): URLSearchParams {
  const all = new URLSearchParams(request.search);
  for (const [name, value] of bodyOf(request)) all.set(name, value);
  return all;
}

function bodyOf({ headers, body }: FakeRequest): Iterable<readonly [string, string]> {
  if (!headers["content-type"]?.includes("json")) return new URLSearchParams(body);
  try {
    const parsed: unknown = JSON.parse(body);
    return Object.entries(parsed ?? {}).map(([name, value]) => [name, String(value)] as const);
  } catch {
    return [];
  }
}
