import type { Piece } from "../../plan/ready-body.js";
import { NotPlanned } from "../../plan/not-planned.js";
import { isRaw } from "../selection/is-raw.js";
import { upstreamKey } from "../selection/response-key.js";
import type { ConnectionKeys, EdgesKey, NodesKey, ShapeContext } from "../selection/shape.js";
import { RowsText } from "../text/rows-text.js";
import { textOfShape } from "../text/text-of-shape.js";
import type { BodyReader } from "../text/body-reader.js";
import { readText, type ReadText, type RowBefore } from "../text/value-text.js";
import { edgesText } from "./edges-text.js";
import type { PageEnds } from "./page-text.js";

/** A page of a list of GitHub's: its items by the client's keys, and the rest. Cursors are GitHub's. */
export interface ReadPage {
  readonly items: ReadonlyMap<string, readonly Piece[]>;
  readonly ends: PageEnds;
}

/** Reads pages that were asked for with `connectionText` and nothing besides. */
export class PageReader {
  readonly #keys: ConnectionKeys;
  readonly #lists: ReadonlyMap<NodesKey, RowsText>;
  readonly #nodes: ReadonlyMap<NodesKey, ReadText>;
  readonly #context: ShapeContext;
  readonly #encode: (cursor: string) => string;

  /**
   * @param encode Makes the client's cursors of GitHub's.
   * @throws NotPlanned for a selection that texts do not do for.
   */
  constructor(keys: ConnectionKeys, context: ShapeContext, encode: (cursor: string) => string) {
    const inEdges = keys.edges.flatMap(({ nodes }) => nodes);
    // GitHub is then asked for something else, to tell whether an item is missing.
    if (keys.nodes.length + inEdges.length === 0 && keys.restrictions.length > 0) throw new NotPlanned("form");
    if (keys.edges.some(({ nodes, cursors }) => nodes.length + cursors.length === 0)) throw new NotPlanned("form");
    this.#keys = keys;
    this.#lists = new Map(keys.nodes.map((key) => [key, new RowsText(key.node.shape)]));
    this.#nodes = new Map(inEdges.map((key) => [key, readText(textOfShape(key.node.shape))]));
    this.#context = context;
    this.#encode = encode;
  }

  /** @param reader Stands before the connection. */
  read(reader: BodyReader): ReadPage {
    const { nodes, edges, pageInfos, totalCounts } = this.#keys;
    const items = new Map<string, readonly Piece[]>();
    const step = membersOf(reader);
    for (const key of nodes) {
      step(key.key);
      items.set(key.key, this.#listOf(key).read(reader, this.#context));
    }
    for (const key of edges) {
      step(key.key);
      items.set(key.key, [this.#edges(reader, key)]);
    }
    const values = new Map<string, unknown>();
    for (const key of [...pageInfos.map((each) => each.key), ...totalCounts]) {
      step(key);
      values.set(key, reader.json());
    }
    // Something has to be asked for, and this is what stands for nothing.
    if (items.size + values.size === 0) reader.expect('{"__typename":"RepositoryConnection"');
    reader.expect("}");
    return { items, ends: this.#ends(values) };
  }

  #edges(reader: BodyReader, key: EdgesKey): string {
    const before = new Map<NodesKey, RowBefore>(key.nodes.map((node) => [node, new Map()]));
    const rows: ReadonlyMap<string, string>[] = [];
    reader.list(() => {
      const row = new Map<string, string>();
      const step = membersOf(reader);
      for (const cursor of key.cursors) {
        step(cursor);
        row.set(cursor, JSON.stringify(this.#cursorOf(reader.json())));
      }
      for (const node of key.nodes) {
        step(node.key);
        row.set(node.key, this.#nodeOf(node)(reader, this.#context, before.get(node) ?? new Map()));
      }
      reader.expect("}");
      rows.push(row);
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

  #listOf(key: NodesKey): RowsText {
    const list = this.#lists.get(key);
    if (list === undefined) throw new NotPlanned("form");
    return list;
  }

  #nodeOf(key: NodesKey): ReadText {
    const node = this.#nodes.get(key);
    if (node === undefined) throw new NotPlanned("form");
    return node;
  }
}

/** Steps to the value of one member of an object after another. */
function membersOf(reader: BodyReader): (key: string) => void {
  let separator = "{";
  return (key) => {
    reader.expect(`${separator}"${upstreamKey(key)}":`);
    separator = ",";
  };
}
