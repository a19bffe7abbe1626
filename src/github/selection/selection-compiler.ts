import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  print,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type SelectionSetNode,
} from "graphql";
import type { UpstreamField } from "../../schema/from-github.js";
import { braced } from "./braced.js";
import { collectFields, type CollectedFields, type OperationScope } from "./collect-fields.js";
import { compileConnection, isConnection } from "./compile-connection.js";
import { listName } from "./cursor.js";
import { declarationOf, isComplete, needsOf, upstreamTypeNames } from "./declaration.js";
import { failureIn } from "./failure-in.js";
import { ownValue } from "./own-values.js";
import { aliased, needKey, upstreamKey } from "./response-key.js";
import { shapeOf } from "./shape-of.js";
import type { FieldShape, OrderedKey, SelectedPage, Selection, Shape, Variables } from "./shape.js";

/** A variable of the upstream document and where its value comes from. */
export interface SelectionVariable {
  readonly name: string;
  /** In GitHub's schema. */
  readonly type: string;
  readonly value: (variables: Variables) => unknown;
}

/** A field that is more than one field of GitHub's, and what the client wants of it. */
export interface ReaderField {
  readonly responseKey: string;
  readonly type: GraphQLCompositeType;
  readonly selectionSets: readonly SelectionSetNode[];
  readonly arguments: (variables: Variables) => Readonly<Record<string, unknown>>;
}

/** A field as GitHub is asked for it, and how its value is made. */
export interface CompiledField extends Pick<FieldShape, "from" | "needs"> {
  /** Empty when GitHub need not be asked. */
  readonly text: string;
  /** Where the field is a page of a list of GitHub's. */
  readonly page?: SelectedPage;
}

/** Asks for such a field and reads it from the answer. */
export type FieldReader = (field: ReaderField, compiler: SelectionCompiler) => CompiledField;

export type FieldReaders = Readonly<Record<string, FieldReader>>;

/** Stands before a variable's name until the document is put together. */
export const VARIABLE_PREFIX = "$@";

const TYPE_NAME = "__typename";

interface CompiledFields {
  readonly texts: string[];
  readonly shapes: FieldShape[];
}

/**
 * Follows the client's selection into GitHub's schema: asks for the fields that are needed and for no others, under
 * the client's own response keys.
 */
export class SelectionCompiler {
  readonly variables: SelectionVariable[] = [];
  /** Variables that `@skip` and `@include` were decided by; with other values of them the result is another. */
  readonly conditions = new Set<string>();
  /** Whether a field tells what the caller can reach. */
  tellsAccess = false;
  /** Variables by what they stand for. */
  readonly #arguments = new Map<string, string>();
  readonly #scope: OperationScope;
  readonly #readers: FieldReaders;

  constructor(scope: OperationScope, readers: FieldReaders) {
    this.#scope = scope;
    this.#readers = readers;
  }

  compile(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Selection {
    if (isAbstractType(type)) return this.#compileAbstract(type, selectionSets);
    if (isConnection(type)) return compileConnection(type, selectionSets, this);
    const collected = this.collect(type, selectionSets);
    const { texts, shapes } = this.#compileFields(type, collected);
    return { text: braced(texts), shape: { ...shapeOf(shapes), order: orderOf(type, collected) } };
  }

  /** One field, as the selection of an object that has it; read by the named reader. */
  compileField(type: GraphQLObjectType, nodes: readonly FieldNode[], readerName: string): Selection {
    const [node] = nodes;
    const field = type.getFields()[node?.name.value ?? ""];
    if (node === undefined || field === undefined) throw new Error("There is no such field.");
    const { text, from, page } = this.#readField(node.name.value, field, nodes, readerName);
    const shape = shapeOf([{ responseKey: node.name.value, ...typeFactsOf(field), from }]);
    return { text: braced([text]), shape, ...(page !== undefined && { page }) };
  }

  /** Declares a variable of the upstream document and answers how the text refers to it. */
  variable(type: string, value: SelectionVariable["value"]): string {
    // Closed by a mark, so that no name is the beginning of another.
    const name = `s${this.variables.length}_`;
    this.variables.push({ name, type, value });
    return `${VARIABLE_PREFIX}${name}`;
  }

  /** The client's fields of a type, as execution would collect them. */
  collect(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): CollectedFields {
    const collected = collectFields(this.#scope, type, selectionSets);
    for (const name of collected.conditions) this.conditions.add(name);
    return collected;
  }

  #compileAbstract(type: GraphQLAbstractType, selectionSets: readonly SelectionSetNode[]): Selection {
    const collected = this.collect(type, selectionSets);
    // Where GitHub has no such interface, each object type is asked for what they have in common.
    const isShared = isInterfaceType(type) && upstreamTypeNames(type).length > 0;
    const common = isShared ? this.#compileFields(type, collected) : { texts: [], shapes: [] };
    const [anyType] = this.#scope.schema.getPossibleTypes(type);
    if (isComplete(type) && anyType !== undefined && isTypeless(collected)) {
      const shape = { ...shapeOf(common.shapes), order: orderOf(anyType, collected), anyType: anyType.name };
      return { text: braced(common.texts), shape: { ...shape, isAsIs: false } };
    }
    const texts = ["__typename", ...common.texts];
    const variants = new Map<string, { name: string; shape: Shape }>();
    for (const possible of this.#scope.schema.getPossibleTypes(type)) {
      const upstreamNames = upstreamTypeNames(possible);
      if (upstreamNames.length === 0) continue;
      const narrower = isShared ? (collected.narrower.get(possible.name) ?? []) : selectionSets;
      const own = this.#compileFields(possible, withoutTypeName(this.collect(possible, narrower)));
      const order = orderOf(possible, this.collect(possible, selectionSets));
      for (const upstream of upstreamNames) {
        if (own.texts.length > 0) texts.push(`... on ${upstream} ${braced(own.texts)}`);
        const shape = { ...shapeOf([...common.shapes, ...own.shapes]), order };
        variants.set(upstream, { name: possible.name, shape });
      }
    }
    return { text: braced(texts), shape: { ...shapeOf(common.shapes), variants, isAsIs: false } };
  }

  #compileFields(type: GraphQLObjectType | GraphQLInterfaceType, { fields }: CollectedFields): CompiledFields {
    const compiled: CompiledFields = { texts: [], shapes: [] };
    for (const [key, nodes] of fields) {
      const [node] = nodes;
      const field = type.getFields()[node?.name.value ?? ""];
      if (node === undefined) continue;
      if (field === undefined) {
        if (isNamedAlike(type)) addTypeName(key, compiled);
        continue;
      }
      const { text, page: _, ...made } = this.#compileField(key, field, nodes);
      if (text !== "") compiled.texts.push(text);
      compiled.shapes.push({ responseKey: key, ...typeFactsOf(field), ...made });
    }
    return compiled;
  }

  #compileField(key: string, field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): CompiledField {
    const declaration = declarationOf(field);
    if (declaration.tellsAccess === true) this.tellsAccess = true;
    if (declaration.isOwn === true) return { text: "", from: (raw) => ownValue(raw, field.name) };
    if (declaration.select !== undefined) return compileNeeds(key, declaration);
    if (declaration.reader !== undefined) return this.#readField(key, field, nodes, declaration.reader);
    const type = getNamedType(field.type);
    const valuesOf = argumentsOf(field, nodes);
    const selection = isCompositeType(type) ? this.compile(type, selectionSetsOf(nodes)) : undefined;
    const text = `${aliased(key, declaration.field ?? field.name)}${this.#argumentsText(declaration, nodes[0], valuesOf)}${selection === undefined ? "" : ` ${selection.text}`}`;
    return {
      text: declaration.on === undefined ? text : declaration.on.map((on) => `... on ${on} { ${text} }`).join(" "),
      from: {
        key: upstreamKey(key),
        ...(selection !== undefined && { object: selection.shape }),
        ...(isObjectType(type) && isConnection(type) && { list: nameOfList(field, valuesOf) }),
      },
    };
  }

  #readField(
    key: string,
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    readerName: string,
  ): CompiledField {
    const reader = this.#readers[readerName];
    const type = getNamedType(field.type);
    if (reader === undefined || !isCompositeType(type)) throw new Error(`"${readerName}" cannot read ${field.name}.`);
    const selectionSets = selectionSetsOf(nodes);
    return reader({ responseKey: key, type, selectionSets, arguments: argumentsOf(field, nodes) }, this);
  }

  /** Arguments go as variables, so that the document's text is the same whatever their values. */
  #argumentsText(
    { args = {} }: UpstreamField,
    node: FieldNode | undefined,
    valuesOf: (variables: Variables) => Record<string, unknown>,
  ): string {
    const texts = (node?.arguments ?? []).flatMap(({ name: { value: name }, value }) => {
      const type = args[name];
      if (type === undefined) return [];
      // The same field can be selected of an interface and of an object type; GitHub merges the two only if their
      // arguments read the same.
      const meaning = `${name} ${type} ${print(value)}`;
      const variable = this.#arguments.get(meaning) ?? this.variable(type, (values) => valuesOf(values)[name]);
      this.#arguments.set(meaning, variable);
      return [`${name}: ${variable}`];
    });
    return texts.length === 0 ? "" : `(${texts.join(", ")})`;
  }
}

function compileNeeds(key: string, declaration: UpstreamField): CompiledField {
  const needs = needsOf(declaration).map(({ name, text }) => ({ name, text, alias: needKey(key, name) }));
  return {
    // Without `value`, a resolver of ours makes it.
    ...(declaration.value !== undefined && { needs: needs.map(({ alias }) => alias) }),
    text: needs.map(({ alias, text }) => `${alias}: ${text}`).join(" "),
    from(raw, { hasErrors }) {
      const values: Record<string, unknown> = {};
      for (const { name, alias } of needs) {
        const failure = hasErrors ? failureIn(raw[alias]) : undefined;
        if (failure !== undefined && declaration.isLenient !== true) return failure;
        values[name] = failure === undefined ? raw[alias] : null;
      }
      return declaration.value === undefined ? values : declaration.value(values as never);
    },
  };
}

function typeFactsOf({ type }: GraphQLField<unknown, unknown>): Pick<FieldShape, "isNullable" | "leaf"> {
  const nullable = getNullableType(type);
  return { isNullable: nullable === type, ...(isLeafType(nullable) && { leaf: nullable }) };
}

/** Every object of an abstract type says its type anyway. */
function withoutTypeName(collected: CollectedFields): CollectedFields {
  const fields = [...collected.fields].filter(([, [node]]) => node?.name.value !== TYPE_NAME);
  return { ...collected, fields: new Map(fields) };
}

/** Whether the client gets the same of every object, whatever its type. */
function isTypeless({ fields, narrower }: CollectedFields): boolean {
  return (
    narrower.size === 0 && fields.size > 0 && [...fields.values()].every(([node]) => node?.name.value !== TYPE_NAME)
  );
}

/**
 * Whether GitHub's name of the type is ours. It is then asked for where the client wants it, although it is known: an
 * object goes through as it is only where nothing has to be put into it.
 */
function isNamedAlike(type: GraphQLObjectType | GraphQLInterfaceType): boolean {
  const names = upstreamTypeNames(type);
  return isObjectType(type) && names.length === 1 && names[0] === type.name;
}

function addTypeName(responseKey: string, { texts, shapes }: CompiledFields): void {
  const key = responseKey === TYPE_NAME ? TYPE_NAME : upstreamKey(responseKey);
  texts.push(responseKey === TYPE_NAME ? TYPE_NAME : aliased(responseKey, TYPE_NAME));
  shapes.push({ responseKey, isNullable: false, from: { key } });
}

function orderOf({ name: typeName }: GraphQLObjectType, { fields }: CollectedFields): readonly OrderedKey[] {
  return [...fields].map(([key, nodes]) => (nodes[0]?.name.value === TYPE_NAME ? { key, typeName } : { key }));
}

function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  [node]: readonly FieldNode[],
): (variables: Variables) => Record<string, unknown> {
  return (variables) => (node === undefined ? {} : getArgumentValues(field, node, variables));
}

function nameOfList(
  field: GraphQLField<unknown, unknown>,
  valuesOf: (variables: Variables) => Record<string, unknown>,
): (variables: Variables) => string {
  return (variables) => listName(field.name, { ...valuesOf(variables), first: 0, after: null });
}

/** The selection sets of one field that stands several times in a document. */
export function selectionSetsOf(nodes: readonly FieldNode[]): readonly SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}
