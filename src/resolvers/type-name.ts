/** Every object that stands for an interface or a union says which type it is. */
export function typeNameOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("__typename" in value)) return undefined;
  return typeof value.__typename === "string" ? value.__typename : undefined;
}
