// GitHub's objects are keyed by the client's response keys, of which `__typename` can be one: their type stands apart.
const TYPE_KEYS = [":type", "__typename"];

/** Every object that stands for an interface or a union says which type it is. */
export function typeNameOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const names = TYPE_KEYS.map((key) => (value as Readonly<Record<string, unknown>>)[key]);
  return names.find((name) => typeof name === "string");
}
