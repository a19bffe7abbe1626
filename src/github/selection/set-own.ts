import type { Raw } from "./shape.js";

/** Sets a value under a client's key; a plain assignment to `__proto__` would change the object itself. */
export function setOwn(raw: Raw, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(raw, key, { value, enumerable: true, configurable: true });
  else raw[key] = value;
}
