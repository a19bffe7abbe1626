import type { TextMember, TextShape } from "./text-shape.js";

/** How a list of objects of one shape is searched for what has to be changed or checked; all else is copied as it is. */
export interface RowSearch {
  /** The members of each object that are looked at, in its order. */
  readonly stops: readonly RowStop[];
  /** Members that may be null wherever they stand. */
  readonly nullable: ReadonlySet<string>;
}

export interface RowStop {
  /** What stands before the value, and nowhere else in an object. */
  readonly key: string;
  readonly member: TextMember;
  /** Whether it is only checked. */
  readonly isUnchanged: boolean;
}

const searches = new WeakMap<TextShape, RowSearch | null>();

/** Undefined where an object has to be put together anew, or a key would not tell where it stands. */
export function rowSearchOf(shape: TextShape): RowSearch | undefined {
  let known = searches.get(shape);
  if (known === undefined) searches.set(shape, (known = compile(shape) ?? null));
  return known ?? undefined;
}

function compile({ members, pieces, variants }: TextShape): RowSearch | undefined {
  if (variants !== undefined || members.length === 0 || pieces.length !== members.length) return undefined;
  const stops: RowStop[] = [];
  const copied: TextMember[] = [];
  for (const [index, member] of members.entries()) {
    const piece = pieces[index];
    if (piece === undefined || !("member" in piece) || piece.member !== index || piece.prefix !== member.first) {
      return undefined;
    }
    if (isCopied(member)) copied.push(member);
    else {
      const isUnchanged = member.serialize === undefined && member.object === undefined;
      stops.push({ key: index === 0 ? `{${member.first}` : member.next, member, isUnchanged });
    }
  }
  const inside = copied.flatMap((member) => membersIn(member.object));
  if (inside.some(({ alias }) => stops.some(({ member }) => member.alias === alias))) return undefined;
  const all = [...members, ...inside];
  const mustBe = new Set(all.filter(({ isNullable }) => !isNullable).map(({ alias }) => alias));
  // What stands in a stop is checked there; of another member of that name nothing is known here.
  const checked = stops.flatMap(({ member }) => membersIn(member.object));
  const nullable = [...all, ...checked].map(({ alias }) => alias).filter((alias) => !mustBe.has(alias));
  return { stops, nullable: new Set(nullable) };
}

/** Whether any value of it goes through. */
function isCopied({ admitted, serialize, object }: TextMember): boolean {
  if (admitted !== undefined || serialize !== undefined) return false;
  return object === undefined || (object.isVerbatim && object.variants === undefined && object.members.every(isCopied));
}

function membersIn(shape: TextShape | undefined): readonly TextMember[] {
  if (shape === undefined) return [];
  const own = [...shape.members, ...[...(shape.variants?.values() ?? [])].flatMap(({ members }) => members)];
  return own.flatMap((member) => [member, ...membersIn(member.object)]);
}
