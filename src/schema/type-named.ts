import { getMetadataStorage, type ClassType } from "type-graphql";

/** The object type with this name, for types that refer to each other in a circle: their files must not. */
export function typeNamed(name: string): ClassType {
  const type = getMetadataStorage().objectTypes.find((candidate) => candidate.name === name);
  if (type === undefined) throw new Error(`No object type is called ${name}.`);
  return type.target as ClassType;
}
