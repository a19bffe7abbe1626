import {
  astFromValue,
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  print,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import type { Random } from "../fake-github/world/random.js";

/** A field of a generated operation, with what its variables and defaults come to. */
export interface ChosenField {
  readonly kind: "field";
  readonly key: string;
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly text: string;
  readonly isIncluded: boolean;
  readonly selections: readonly Chosen[] | null;
}

/** A fragment, where it is spread. */
export interface ChosenFragment {
  readonly kind: "fragment";
  /** `null` for an inline fragment without a type. */
  readonly on: string | null;
  readonly text: string;
  readonly isIncluded: boolean;
  readonly selections: readonly Chosen[];
  /** Whether its text stands at the end of the document. */
  readonly isNamed: boolean;
}

export type Chosen = ChosenField | ChosenFragment;

/** Where a selection stands. */
export interface Place {
  readonly path: string;
  /** How many levels may follow. */
  readonly depth: number;
  /** How many lists may follow inside each other. */
  readonly lists: number;
  /** Path of the response keys while the place is there once and is never left out; a list there can be walked. */
  readonly singular: readonly string[] | null;
}

/** Arguments of a field, by name; those that are left out take their defaults. */
export type ArgumentSource = (coordinate: string) => Readonly<Record<string, unknown>>;

type Selectable = GraphQLObjectType | GraphQLInterfaceType;

interface NamedFragment {
  readonly name: string;
  readonly on: Selectable;
  readonly place: Place;
  readonly selections: readonly Chosen[];
}

// Names that are something else in JavaScript, in the gateway's documents or in a page of a list.
const ALIASES = ["constructor", "toString", "p0", "selection", "nodes", "id", "name", "cursor", "length", "relay"];
const MOST_FIELDS = 60;
const MOST_DIRECTIVES = 30;

/** Chooses selections at random, for one operation. */
export class SelectionGenerator {
  readonly declarations: string[] = [];
  readonly variables: Record<string, unknown> = {};
  readonly fragments: NamedFragment[] = [];
  /** The list whose pages are followed, once there is one, and the response keys that lead to it. */
  walk: { readonly field: ChosenField; readonly path: readonly string[] } | null = null;
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #argumentsOf: ArgumentSource;
  readonly #isLeftOut: (coordinate: string) => boolean;
  /** What each response key stands for: the same key in the same place must mean the same. */
  readonly #keys = new Map<string, string>();
  #count = 0;
  #directives = 0;
  #named = 0;

  constructor(options: {
    readonly schema: GraphQLSchema;
    readonly random: Random;
    readonly argumentsOf: ArgumentSource;
    readonly isLeftOut: (coordinate: string) => boolean;
  }) {
    this.#schema = options.schema;
    this.#random = options.random;
    this.#argumentsOf = options.argumentsOf;
    this.#isLeftOut = options.isLeftOut;
  }

  selections(type: Selectable, place: Place, count = 1 + this.#random.below(5)): readonly Chosen[] {
    const chosen: Chosen[] = [];
    for (let index = 0; index < count && this.#count < MOST_FIELDS; index += 1) {
      chosen.push(this.#random.chance(0.2) ? this.#fragment(type, place) : this.#anyField(type, place));
    }
    return chosen.length > 0 ? chosen : [this.#typeName(place)];
  }

  /** One field of a type, by name. */
  field(type: Selectable, name: string, place: Place): ChosenField {
    const field = type.getFields()[name];
    if (field === undefined) throw new Error(`There is no field ${type.name}.${name}.`);
    this.#count += 1;
    const { args, text: argumentsText } = this.#arguments(type, field);
    const directives = this.#conditions();
    const itemType = getNamedType(field.type);
    const isList = itemType.name.endsWith("Connection");
    const walks = isList && place.singular !== null && this.walk === null && directives.text === "";
    const after = walks ? this.#cursorArgument(argumentsText) : argumentsText;
    const key = this.#key(place, name, `${name}${after}|${field.type.toString()}`);
    const singular = place.singular !== null && directives.text === "" ? [...place.singular, key] : null;
    const below = { path: `${place.path}/${key}`, depth: place.depth - 1, lists: place.lists - Number(isList) };
    const inside = { ...below, singular: isList ? null : singular };
    const selections =
      isCompositeType(itemType) && "getFields" in itemType
        ? [...this.selections(itemType, inside), ...(walks ? [walkInfo()] : [])]
        : null;
    const alias = key === name ? "" : `${key}: `;
    const text = `${alias}${name}${after}${directives.text}`;
    const { isIncluded } = directives;
    const chosen: ChosenField = { kind: "field", key, name, args, text, isIncluded, selections };
    if (walks && singular !== null) this.walk = { field: chosen, path: singular };
    return chosen;
  }

  #anyField(type: Selectable, place: Place): ChosenField {
    const possible = Object.values(type.getFields()).filter(
      (field) => !this.#isLeftOut(`${type.name}.${field.name}`) && fits(field, place),
    );
    if (possible.length === 0 || this.#random.chance(0.08)) return this.#typeName(place);
    return this.field(type, this.#random.pick(possible).name, place);
  }

  #typeName(place: Place): ChosenField {
    this.#count += 1;
    const key = this.#key(place, "__typename", "__typename|String!");
    const text = key === "__typename" ? key : `${key}: __typename`;
    return { kind: "field", key, name: "__typename", args: {}, text, isIncluded: true, selections: null };
  }

  #fragment(type: Selectable, place: Place): ChosenFragment {
    const inside = { ...place, singular: null };
    const { text, isIncluded } = this.#conditions();
    const known = this.fragments.filter(
      ({ on, place: made }) =>
        doTypesOverlap(this.#schema, on, type) && made.depth <= place.depth && made.lists <= place.lists,
    );
    if (known.length > 0 && this.#random.chance(0.5)) {
      const { name, on, selections } = this.#random.pick(known);
      return { kind: "fragment", on: on.name, text: `...${name}${text}`, isIncluded, selections, isNamed: true };
    }
    const on = this.#random.chance(0.2) ? null : this.#random.pick(this.#typesAround(type));
    if (on === null || this.#random.chance(0.6)) {
      const selections = this.selections(on ?? type, inside, 1 + this.#random.below(3));
      const condition = on === null ? "" : ` on ${on.name}`;
      const head = `...${condition}${text}`;
      return { kind: "fragment", on: on?.name ?? null, text: head, isIncluded, selections, isNamed: false };
    }
    // Keys of its own, so that it can be spread elsewhere.
    this.#named += 1;
    const name = `F${this.#named}`;
    const own = { ...inside, path: name };
    const selections = this.selections(on, own, 1 + this.#random.below(3));
    this.fragments.push({ name, on, place: own, selections });
    return { kind: "fragment", on: on.name, text: `...${name}${text}`, isIncluded, selections, isNamed: true };
  }

  #typesAround(type: Selectable): readonly Selectable[] {
    const all = Object.values(this.#schema.getTypeMap()).filter((each) => "getFields" in each && isCompositeType(each));
    const near = all.filter((each) => {
      if (each === type) return true;
      if (isAbstractType(type) && isObjectType(each)) return this.#schema.isSubType(type, each);
      return isAbstractType(each) && this.#schema.isSubType(each, type);
    }) as readonly Selectable[];
    return near.filter((each) => !this.#isLeftOut(each.name));
  }

  #key({ path }: Place, name: string, meaning: string): string {
    const isShared = !path.includes("/") && path.startsWith("F");
    const wanted = this.#random.chance(0.6) ? name : this.#random.pick(ALIASES);
    const own = `a${this.#keys.size}`;
    const key = isShared || (this.#keys.get(`${path}/${wanted}`) ?? meaning) !== meaning ? own : wanted;
    this.#keys.set(`${path}/${key}`, meaning);
    return isShared ? key.replace("a", `${path}_`) : key;
  }

  /** `@skip` and `@include`, and whether the two let something through. */
  #conditions(): { readonly text: string; readonly isIncluded: boolean } {
    let text = "";
    let isIncluded = true;
    for (const name of ["skip", "include"]) {
      if (!this.#random.chance(0.1) || this.#directives === MOST_DIRECTIVES) continue;
      this.#directives += 1;
      const value = this.#random.chance(name === "skip" ? 0.35 : 0.65);
      if (value === (name === "skip")) isIncluded = false;
      text += ` @${name}(if: ${this.#value(value, "Boolean!", String(value))})`;
    }
    return { text, isIncluded };
  }

  #arguments(type: Selectable, field: GraphQLField<unknown, unknown>) {
    const given = field.args.length === 0 ? {} : this.#argumentsOf(`${type.name}.${field.name}`);
    const args: Record<string, unknown> = Object.fromEntries(
      field.args.map(({ name, defaultValue }) => [name, defaultValue ?? null]),
    );
    const texts: string[] = [];
    for (const argument of field.args) {
      const value = given[argument.name];
      if (value === undefined) {
        if (isOptional(argument) && this.#random.chance(0.1)) texts.push(`${argument.name}: ${this.#absent(argument)}`);
        continue;
      }
      args[argument.name] = value;
      const literal = print(astFromValue(value, argument.type) ?? { kind: "NullValue" as never });
      texts.push(`${argument.name}: ${this.#value(value, argument.type.toString(), literal)}`);
    }
    return { args, text: texts.length === 0 ? "" : `(${texts.join(", ")})` };
  }

  /** A literal, a variable, or a variable with the value as its default. */
  #value(value: unknown, type: string, literal: string): string {
    const way = this.#random.below(5);
    if (way < 2) return literal;
    const name = `v${this.declarations.length}`;
    if (way === 2) this.declarations.push(`$${name}: ${type} = ${literal}`);
    else {
      this.declarations.push(`$${name}: ${type}`);
      this.variables[name] = value;
    }
    return `$${name}`;
  }

  /** A variable without a value: the argument takes its default. */
  #absent({ type }: GraphQLArgument): string {
    const name = `v${this.declarations.length}`;
    this.declarations.push(`$${name}: ${isNonNullType(type) ? type.ofType.toString() : type.toString()}`);
    return `$${name}`;
  }

  #cursorArgument(text: string): string {
    this.declarations.push("$after: String");
    const others = text.slice(1, -1).replace(/(?:, )?after: \$v\d+/, "");
    return `(${others === "" ? "" : `${others.replace(/^, /, "")}, `}after: $after)`;
  }
}

function isOptional({ type, defaultValue, name }: GraphQLArgument): boolean {
  return name !== "after" && (!isNonNullType(type) || defaultValue !== undefined);
}

function fits({ type }: GraphQLField<unknown, unknown>, { depth, lists }: Place): boolean {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return true;
  return depth > 0 && (lists > 0 || !named.name.endsWith("Connection"));
}

function walkInfo(): ChosenField {
  const [endCursor, hasNextPage] = ["endCursor", "hasNextPage"].map((name) => leaf(name)) as [ChosenField, ChosenField];
  return { ...leaf("pageInfo"), key: "walk", text: "walk: pageInfo", selections: [endCursor, hasNextPage] };
}

function leaf(name: string): ChosenField {
  return { kind: "field", key: name, name, args: {}, text: name, isIncluded: true, selections: null };
}

/** A selection set as GraphQL. */
export function printSelections(selections: readonly Chosen[]): string {
  const texts = selections.map((each) => {
    if (each.selections === null || (each.kind === "fragment" && each.isNamed)) return each.text;
    return `${each.text} ${printSelections(each.selections)}`;
  });
  return `{ ${texts.join(" ")} }`;
}
