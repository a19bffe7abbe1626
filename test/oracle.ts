import type { GraphQLSchema } from "graphql";
import type { Chosen, ChosenField } from "./generate-selection.js";
import { FIELDS } from "./oracle-fields.js";
import { Failure, Item, type Setting, type Slice } from "./oracle-values.js";

export interface ExpectedAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  /** `code at path`, sorted. */
  readonly errors: readonly string[];
  /** Where the next page of each list begins, by its field. */
  readonly ends: ReadonlyMap<ChosenField, number>;
  /** `Type.field` of everything that was answered. */
  readonly fields: ReadonlySet<string>;
}

/** The answer to an operation, worked out from the world alone. */
export function expectedAnswer(selections: readonly Chosen[], setting: Setting): ExpectedAnswer {
  const errors: string[] = [];
  const ends = new Map<ChosenField, number>();
  const seen = new Set<string>();
  const data = answerItem(new Item("Query", null), selections, []);
  return { data, errors: errors.toSorted(), ends, fields: seen };

  function answerItem(item: Item, from: readonly Chosen[], path: readonly (string | number)[]) {
    const answer: Record<string, unknown> = {};
    for (const [key, fields] of collect(item.type, from, setting.schema)) {
      answer[key] = answerField(item, fields, [...path, key]);
    }
    return answer;
  }

  function answerField(item: Item, fields: readonly ChosenField[], path: readonly (string | number)[]): unknown {
    const [field] = fields;
    if (field === undefined || field.name === "__typename") return item.type;
    const resolve = FIELDS[item.type]?.[field.name];
    if (resolve === undefined) throw new Error(`The oracle does not know ${item.type}.${field.name}.`);
    seen.add(`${item.type}.${field.name}`);
    const value = resolve(item.of as never, field.args, setting);
    if (value instanceof Item && value.type.endsWith("Connection")) ends.set(field, (value.of as Slice).end);
    return complete(
      value,
      fields.flatMap(({ selections: below }) => below ?? []),
      path,
    );
  }

  function complete(value: unknown, below: readonly Chosen[], path: readonly (string | number)[]): unknown {
    if (value instanceof Item) return answerItem(value, below, path);
    if (Array.isArray(value)) return value.map((each, index) => complete(each, below, [...path, index]));
    if (!(value instanceof Failure)) return value;
    errors.push(`${value.code} at ${path.join(".")}`);
    return null;
  }
}

/** Fields that hold for a type, by response key, in the order in which they first stand. */
export function collect(
  type: string,
  selections: readonly Chosen[],
  schema: GraphQLSchema,
  found = new Map<string, ChosenField[]>(),
): ReadonlyMap<string, readonly ChosenField[]> {
  for (const each of selections) {
    if (!each.isIncluded) continue;
    if (each.kind === "field") found.set(each.key, [...(found.get(each.key) ?? []), each]);
    else if (each.on === null || holds(each.on, type, schema)) collect(type, each.selections, schema, found);
  }
  return found;
}

function holds(condition: string, type: string, schema: GraphQLSchema): boolean {
  if (condition === type) return true;
  const [abstract, concrete] = [schema.getType(condition), schema.getType(type)];
  return Boolean(abstract && concrete && schema.isSubType(abstract as never, concrete as never));
}
