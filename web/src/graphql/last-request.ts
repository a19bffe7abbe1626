let lastId: string | null = null;

/** Id of the request that was answered last; it finds the answer in the gateway's log. `null` before the first. */
export function lastRequestId(): string | null {
  return lastId;
}

/** `fetch` that remembers the id of what it got. */
export async function rememberingFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  lastId = response.headers.get("x-request-id");
  return response;
}
