import { Args, type ClassType } from "type-graphql";

/** Gives arguments to a field that is a property: one whose value is there already when the field is resolved. */
export function TakesArguments(type: () => ClassType): PropertyDecorator {
  return (prototype, field) => Args(type)(prototype, field, 0);
}
