import { NotPlanned } from "../../plan/not-planned.js";
import { isRaw } from "../selection/is-raw.js";
import { upstreamKey } from "../selection/response-key.js";
import type { ConnectionKeys, EdgesKey, NodesKey, ShapeContext } from "../selection/shape.js";
import { rowsText, textShapeFor, type Span } from "../text/rows-text.js";
import { UnexpectedJson } from "../text/scan.js";
import { TextReader } from "../text/text-reader.js";
import type { TextShape } from "../text/text-shape.js";
import { edgesText } from "./edges-text.js";
import type { PageEnds } from "./page-text.js";

/** A page of a list of GitHub's: the texts of its items by the client's keys, and the rest. Cursors are GitHub's. */
export interface ReadPage {
  readonly items: ReadonlyMap<string, string>;
  readonly ends: PageEnds;
}

/** Reads pages that were asked for with `connectionText` and nothing besides. */
export class PageReader {
  readonly #keys: ConnectionKeys;
  readonly #shapes: ReadonlyMap<NodesKey, TextShape>;
  readonly #context: ShapeContext;
  readonly #encode: (cursor: string) => string;

  /**
   * @param encode Makes the client's cursors of GitHub's.
   * @throws NotPlanned for a selection that texts do not do for.
   */
  constructor(keys: ConnectionKeys, context: ShapeContext, encode: (cursor: string) => string) {
    const items = [...keys.nodes, ...keys.edges.flatMap(({ nodes }) => nodes)];
    // GitHub is then asked for something else, to tell whether an item is missing.
    if (items.length === 0 && keys.restrictions.length > 0) throw new NotPlanned("form");
    if (keys.edges.some(({ nodes, cursors }) => nodes.length + cursors.length === 0)) throw new NotPlanned("form");
    this.#keys = keys;
    this.#shapes = new Map(items.map((key) => [key, textShapeFor(key.node.shape)]));
    this.#context = context;
    this.#encode = encode;
  }

  /** @param span Of the connection. */
  read(text: string, [start, end]: Span): ReadPage {
    const { nodes, edges, pageInfos, totalCounts } = this.#keys;
    const items = new Map<string, string>();
    const reader = new TextReader(text, start, this.#context);
    let separator = "{";
    const step = (key: string) => {
      reader.expect(`${separator}"${upstreamKey(key)}":`);
      separator = ",";
    };
    for (const key of nodes) {
      step(key.key);
      const to = edges.length === 0 && nodes.length === 1 ? this.#endOfOnly(text, end) : undefined;
      items.set(key.key, this.#nodes(reader, text, key, to));
    }
    for (const key of edges) {
      step(key.key);
      items.set(key.key, this.#edges(reader, key));
    }
    const values = new Map<string, unknown>();
    for (const key of [...pageInfos.map((each) => each.key), ...totalCounts]) {
      step(key);
      values.set(key, reader.json());
    }
    reader.expect(separator === "{" ? '{"__typename":' : "}");
    if (reader.at !== end) throw new UnexpectedJson();
    return { items, ends: this.#ends(values) };
  }

  /** Where the only list ends: behind it is nothing that somebody could have written. */
  #endOfOnly(text: string, end: number): number {
    const { pageInfos, totalCounts } = this.#keys;
    const next = pageInfos[0]?.key ?? totalCounts[0];
    return next === undefined ? end - 1 : text.lastIndexOf(`],"${upstreamKey(next)}":`, end) + 1;
  }

  #nodes(reader: TextReader, text: string, key: NodesKey, to: number | undefined): string {
    const shape = this.#shapeOf(key);
    if (to === undefined) {
      const rows = reader.items(() => reader.value(shape));
      if (rows.includes("null")) throw new NotPlanned("value");
      return `[${rows.join(",")}]`;
    }
    if (to <= reader.at) throw new UnexpectedJson();
    const rows = rowsText(text, [reader.at, to], shape, this.#context);
    reader.at = to;
    return rows;
  }

  #edges(reader: TextReader, key: EdgesKey): string {
    const rows = reader.items(() => {
      const values = new Map<string, string>();
      let separator = "{";
      const step = (member: string) => {
        reader.expect(`${separator}"${upstreamKey(member)}":`);
        separator = ",";
      };
      for (const cursor of key.cursors) {
        step(cursor);
        values.set(cursor, JSON.stringify(this.#cursorOf(reader.json())));
      }
      for (const node of key.nodes) {
        step(node.key);
        values.set(node.key, reader.value(this.#shapeOf(node)));
      }
      reader.expect("}");
      return values;
    });
    return edgesText(key, rows);
  }

  #ends(values: ReadonlyMap<string, unknown>): PageEnds {
    const { pageInfos, totalCounts } = this.#keys;
    const found: Record<string, unknown> = {};
    for (const { key, fields } of pageInfos) {
      const pageInfo = values.get(key);
      for (const [field, name] of fields) found[name] ??= isRaw(pageInfo) ? pageInfo[upstreamKey(field)] : undefined;
    }
    return {
      hasNextPage: found["hasNextPage"],
      startCursor: this.#cursorOf(found["startCursor"]),
      endCursor: this.#cursorOf(found["endCursor"]),
      totalCount: totalCounts[0] === undefined ? null : values.get(totalCounts[0]),
    };
  }

  #cursorOf(cursor: unknown): string | null {
    return typeof cursor === "string" ? this.#encode(cursor) : null;
  }

  #shapeOf(key: NodesKey): TextShape {
    const shape = this.#shapes.get(key);
    if (shape === undefined) throw new NotPlanned("form");
    return shape;
  }
}
