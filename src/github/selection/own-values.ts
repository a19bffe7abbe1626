import { isRaw } from "./is-raw.js";
import type { Raw } from "./shape.js";

/** Where the service puts its own values beside GitHub's; no client's key is ever written so. */
const OWN_KEY = ":own";

/** Gives an object values that GitHub does not have, by the names of their fields. */
export function withOwnValues(raw: Raw, values: Readonly<Record<string, unknown>>): Raw {
  return { ...raw, [OWN_KEY]: values };
}

/** The value that the service has put beside GitHub's. */
export function ownValue(raw: Raw, field: string): unknown {
  const values = raw[OWN_KEY];
  return isRaw(values) ? values[field] : undefined;
}
