import { Kind, type SelectionNode, type SelectionSetNode } from "graphql";
import { GatewayError } from "../../errors/gateway-error.js";
import type { Fragments } from "./fragments.js";

/** What a selection set comes to once its fragments are followed. */
export interface Extent {
  /** Fields inside fields. */
  readonly depth: number;
  /** Fields and fragments, each as often as it is used. */
  readonly selections: number;
  /** Fields of the set itself. */
  readonly ownFields: number;
}

/** Measures selection sets; follows each fragment once, however often it is used. */
export class Extents {
  readonly #fragments: Fragments;
  /** `null` while a fragment is being followed. */
  readonly #known = new Map<string, Extent | null>();

  constructor(fragments: Fragments) {
    this.#fragments = fragments;
  }

  /** @throws GatewayError `GRAPHQL_VALIDATION_FAILED` for fragments in a circle. */
  of({ selections }: SelectionSetNode): Extent {
    const extents = selections.map((selection) => this.#ofSelection(selection));
    return {
      depth: Math.max(0, ...extents.map(({ depth }) => depth)),
      selections: extents.reduce((sum, extent) => sum + extent.selections, 0),
      ownFields: extents.reduce((sum, extent) => sum + extent.ownFields, 0),
    };
  }

  #ofSelection(selection: SelectionNode): Extent {
    if (selection.kind === Kind.FIELD) {
      const below = selection.selectionSet && this.of(selection.selectionSet);
      return { depth: 1 + (below?.depth ?? 0), selections: 1 + (below?.selections ?? 0), ownFields: 1 };
    }
    const extent =
      selection.kind === Kind.INLINE_FRAGMENT
        ? this.of(selection.selectionSet)
        : this.#ofFragment(selection.name.value);
    return { ...extent, selections: 1 + extent.selections };
  }

  #ofFragment(name: string): Extent {
    const known = this.#known.get(name);
    if (known) return known;
    if (known === null) {
      const message = "A fragment of the document contains itself. Break the circle.";
      throw new GatewayError("GRAPHQL_VALIDATION_FAILED", message);
    }
    const fragment = this.#fragments.get(name);
    // An unknown one is for validation to name.
    if (fragment === undefined) return { depth: 0, selections: 0, ownFields: 0 };
    this.#known.set(name, null);
    const extent = this.of(fragment.selectionSet);
    this.#known.set(name, extent);
    return extent;
  }
}
