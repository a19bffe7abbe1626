// A value that is made of several of GitHub's fields asks for each under an alias of its own: `key__field`. A client's
// key that holds `__` itself is written so that it can never be one of those; names in GitHub's schema do not begin
// with a digit.

/** The alias under which GitHub is asked for the field with this response key. */
export function upstreamKey(responseKey: string): string {
  return responseKey.includes("__") ? responseKey.replaceAll("__", "__0_") : responseKey;
}

/** The alias of a field that the gateway needs for the field with this response key. */
export function needKey(responseKey: string, field: string): string {
  return `${upstreamKey(responseKey)}__${field}`;
}

/** GitHub's field under the alias of this response key; without one where they are the same. */
export function aliased(responseKey: string, field: string): string {
  const key = upstreamKey(responseKey);
  return key === field ? field : `${key}: ${field}`;
}
