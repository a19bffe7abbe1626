import { registerEnumType } from "type-graphql";

/** Registers an enum whose values are their own names; `values` gives each value its description. */
export function enumType<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): { readonly [Name in Value]: Name } {
  const descriptions = Object.entries<string>(values);
  const members = Object.fromEntries(descriptions.map(([value]) => [value, value])) as {
    [Name in Value]: Name;
  };
  const valuesConfig: Partial<Record<string, { description: string }>> = Object.fromEntries(
    descriptions.map(([value, text]) => [value, { description: text }]),
  );
  registerEnumType<Partial<Record<string, string>>>(members, { name, description, valuesConfig });
  return members;
}
