import { Kind, type SelectionSetNode } from "graphql";
import type { Fragments } from "./fragments.js";

/**
 * How many pairs GraphQL's rule that fields must merge may compare: every two fields that come under one name in one
 * place, and every two fragments used in one place. Follows fragments each time that they are used, so their number
 * must be bounded before.
 * https://spec.graphql.org/October2021/#sec-Field-Selection-Merging
 */
export function countComparisons(selectionSet: SelectionSetNode, fragments: Fragments): number {
  let comparisons = 0;
  const places: SelectionSetNode[][] = [[selectionSet]];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const merged = mergePlace(place, fragments);
    comparisons += merged.fragmentUses ** 2;
    for (const { count, below } of merged.fields.values()) {
      comparisons += count ** 2;
      if (below.length > 0) places.push(below);
    }
  }
  return comparisons;
}

interface MergedField {
  count: number;
  readonly below: SelectionSetNode[];
}

interface MergedPlace {
  readonly fields: ReadonlyMap<string, MergedField>;
  readonly fragmentUses: number;
}

function mergePlace(place: readonly SelectionSetNode[], fragments: Fragments): MergedPlace {
  const fields = new Map<string, MergedField>();
  let fragmentUses = 0;
  const waiting = [...place];
  for (let set = waiting.pop(); set !== undefined; set = waiting.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const field = fields.get(name) ?? { count: 0, below: [] };
        field.count += 1;
        if (selection.selectionSet) field.below.push(selection.selectionSet);
        fields.set(name, field);
        continue;
      }
      fragmentUses += 1;
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment) waiting.push(fragment.selectionSet);
    }
  }
  return { fields, fragmentUses };
}
