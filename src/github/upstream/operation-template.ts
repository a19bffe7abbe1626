import { Kind, parse, print, visit, type DocumentNode, type FieldNode, type OperationDefinitionNode } from "graphql";

const SELECTION_MARK = "selection";
const VARIABLE_MARK = "VARIABLE_";
const HERE = "SELECTION_HERE";

/** One root field of GitHub's, read from `operations/*.graphql`, to stand beside others in one document. */
export interface OperationTemplate {
  /**
   * The operation's text for one place in a document.
   *
   * @param place Alias of the root field and prefix of the variables there.
   * @param selection The client's selection, with braces.
   */
  at(place: string, selection: string): { readonly definitions: readonly string[]; readonly field: string };
  /** Where in the answer to the root field that selection stands. */
  readonly path: readonly string[];
}

const templates = new Map<string, OperationTemplate>();

/** Reads an operation once; a field called `selection` marks where the client's own selection goes. */
export function templateOf(document: string): OperationTemplate {
  let template = templates.get(document);
  if (template === undefined) templates.set(document, (template = readTemplate(parse(document, { noLocation: true }))));
  return template;
}

function readTemplate(document: DocumentNode): OperationTemplate {
  const operation = visit(document.definitions[0] as OperationDefinitionNode, {
    Variable: (node) => ({ ...node, name: { ...node.name, value: `${VARIABLE_MARK}${node.name.value}` } }),
    SelectionSet(node) {
      const [first] = node.selections;
      if (first?.kind !== Kind.FIELD || first.alias?.value !== SELECTION_MARK) return undefined;
      return { ...node, selections: [{ ...first, alias: undefined, name: { ...first.name, value: HERE } }] };
    },
  });
  const definitions = (operation.variableDefinitions ?? []).map((definition) => print(definition));
  const root = operation.selectionSet.selections[0] as FieldNode;
  const field = print(root).replace(/\s+/g, " ");
  return {
    path: pathIn(root),
    at: (place, selection) => ({
      definitions: definitions.map((text) => text.replaceAll(VARIABLE_MARK, `${place}_`)),
      field: `${place}: ${field.replaceAll(VARIABLE_MARK, `${place}_`).replace(`{ ${HERE} }`, () => selection)}`,
    }),
  };
}

function pathIn({ selectionSet }: FieldNode): readonly string[] {
  const inner = selectionSet?.selections[0] as FieldNode | undefined;
  if (inner === undefined || inner.name.value === HERE) return [];
  return [(inner.alias ?? inner.name).value, ...pathIn(inner)];
}
