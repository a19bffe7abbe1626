import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from "graphql";

/** Whether the client selects this field of the object that the resolver answers with, under whatever alias. */
export function selectsField(info: GraphQLResolveInfo, name: string): boolean {
  return info.fieldNodes.some(({ selectionSet }) => hasField(selectionSet, name, info));
}

function hasField(set: SelectionSetNode | undefined, name: string, info: GraphQLResolveInfo): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (getDirectiveValues(GraphQLSkipDirective, selection, info.variableValues)?.["if"] === true) return false;
    if (getDirectiveValues(GraphQLIncludeDirective, selection, info.variableValues)?.["if"] === false) return false;
    if (selection.kind === Kind.FIELD) return selection.name.value === name;
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    return hasField(fragment?.selectionSet, name, info);
  });
}
