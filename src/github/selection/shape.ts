import type { GraphQLLeafType } from "graphql";

/** Values of the client's variables, coerced. */
export type Variables = Readonly<Record<string, unknown>>;

/** An object on its way from GitHub's answer to the client's: its values are replaced in place. */
export type Raw = Record<string, unknown>;

/** What the client selected of an object. */
export interface Selection {
  /** As GitHub is asked, with braces. */
  readonly text: string;
  readonly shape: Shape;
  readonly page?: SelectedPage;
}

/** The one list that an object is selected for. Its `pageInfo` tells where it ends. */
export interface SelectedPage {
  /** Its alias. */
  readonly key: string;
  /** How the text refers to the variables that say where it begins and how long it is. */
  readonly first: string;
  readonly after: string;
}

/** What has to be done with an object of GitHub's to become what the client asked for. */
export interface Shape {
  readonly fields: readonly FieldShape[];
  /** Where the type is abstract: our name and the shape, by GitHub's name of the type. */
  readonly variants?: ReadonlyMap<string, { readonly name: string; readonly shape: Shape }>;
  readonly connection?: ConnectionKeys;
  /** One of our types that the object can have, where it is of several and the client sees no difference. */
  readonly anyType?: string;
  /** What the client selected, in its order; absent where the type is abstract. */
  readonly order?: readonly OrderedKey[];
  /** Whether the object is already what the client asked for, all the way down. */
  readonly isAsIs: boolean;
}

/** A response key; with a name where it asks for that of its type. */
export interface OrderedKey {
  readonly key: string;
  readonly typeName?: string;
}

/** One field of the client's. */
export interface FieldShape {
  readonly responseKey: string;
  readonly isNullable: boolean;
  /** The field's type, where that is a single scalar or enum. */
  readonly leaf?: GraphQLLeafType;
  /** Aliases that the value is computed from, where it is computed from nothing else. */
  readonly needs?: readonly string[];
  /** Where the value comes from: one field of GitHub's, or whatever makes it out of several. */
  readonly from: Source | Read;
}

export type Read = (raw: Raw, context: ShapeContext) => unknown;

/** One field in GitHub's answer. */
export interface Source {
  /** Its alias. */
  readonly key: string;
  readonly object?: Shape;
  /** Name of the list, where it is a connection. */
  readonly list?: (variables: Variables) => string;
}

/** The response keys under which the client sees the parts of a connection; each part can be asked for more than once. */
export interface ConnectionKeys {
  readonly typeName: string;
  /** Every key with the name of its field, in the client's order. */
  readonly order: readonly FieldKey[];
  readonly nodes: readonly NodesKey[];
  readonly edges: readonly EdgesKey[];
  readonly pageInfos: readonly PageInfoKey[];
  readonly totalCounts: readonly string[];
  readonly restrictions: readonly string[];
  /** Whether the type has a place to say what was left out, selected or not. */
  readonly canBeRestricted: boolean;
}

/** A response key and the name of its field. */
export interface FieldKey {
  readonly key: string;
  readonly name: string;
}

export interface NodesKey {
  readonly key: string;
  readonly node: Selection;
}

export interface EdgesKey {
  readonly key: string;
  readonly typeName: string;
  readonly order: readonly FieldKey[];
  readonly cursors: readonly string[];
  readonly nodes: readonly NodesKey[];
}

export interface PageInfoKey {
  readonly key: string;
  /** Field of `PageInfo` by response key. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface ShapeContext {
  readonly variables: Variables;
  /** Name of the list that cursors are bound to. */
  readonly list: string;
  /** Whether GitHub withheld anything; then each object is looked at. */
  readonly hasErrors: boolean;
}
