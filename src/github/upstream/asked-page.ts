import { Kind, parse, type FieldNode } from "graphql";
import { VARIABLE_PREFIX, type SelectionVariable } from "../selection/selection-compiler.js";
import type { SelectedPage } from "../selection/shape.js";
import { templateOf } from "./operation-template.js";
import type { AskedPart, AskedSelection } from "./upstream-batch.js";

/** The page of a list that a part asks for. */
export interface AskedPage {
  readonly first: unknown;
  readonly after: unknown;
  /** Where it stands in the answer to the root field. */
  path(): readonly string[];
  /** What is selected of it. */
  fields(): readonly FieldNode[];
  /**
   * A piece of it.
   *
   * @param more Fields of the page to ask for as well.
   */
  pieceAt(after: string | null, first: number, more: string): AskedPart;
}

/** The page that a part asks for; `undefined` where it is none. */
export function pageOf(part: AskedPart): AskedPage | undefined {
  const { selection } = part;
  if (selection === undefined) return undefined;
  return selection.page === undefined ? wholePart(part, selection) : selectedPage(part, selection, selection.page);
}

/** A list that is the operation's own: `first` and `after` are variables of it. */
function wholePart(part: AskedPart, selection: AskedSelection): AskedPage {
  const { operation, variables } = part;
  return {
    first: variables["first"],
    after: variables["after"],
    path: () => templateOf(operation).path,
    fields: () => rootFieldsOf(selection),
    pieceAt: (after, first, more) => ({
      ...part,
      selection: { ...selection, text: selection.text.replace(/\}$/, `${more}}`) },
      variables: { ...variables, first, after },
    }),
  };
}

/** A list in the selection of an object: the two are variables of the selection. It tells by itself where it ends. */
function selectedPage(part: AskedPart, selection: AskedSelection, page: SelectedPage): AskedPage {
  const { variables, values } = selection;
  const valueOf = (reference: string) => variables.find((each) => isCalled(reference, each))?.value(values);
  return {
    first: valueOf(page.first),
    after: valueOf(page.after),
    path: () => [...templateOf(part.operation).path, page.key],
    fields: () => rootFieldsOf(selection).flatMap((field) => (keyOf(field) === page.key ? fieldsIn(field) : [])),
    pieceAt: (after, first) => ({
      ...part,
      selection: {
        ...selection,
        variables: variables.map((each) => {
          if (isCalled(page.first, each)) return { ...each, value: () => first };
          return isCalled(page.after, each) ? { ...each, value: () => after } : each;
        }),
      },
    }),
  };
}

function isCalled(reference: string, { name }: SelectionVariable): boolean {
  return reference === `${VARIABLE_PREFIX}${name}`;
}

/** The fields of a selection of fields alone. */
function rootFieldsOf({ text }: AskedSelection): readonly FieldNode[] {
  const [operation] = parse(text.replaceAll(VARIABLE_PREFIX, "$"), { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? fieldsIn(operation) : [];
}

export function fieldsIn({ selectionSet }: Pick<FieldNode, "selectionSet">): readonly FieldNode[] {
  return selectionSet?.selections.filter((each) => each.kind === Kind.FIELD) ?? [];
}

/** The response key of a field. */
export function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
