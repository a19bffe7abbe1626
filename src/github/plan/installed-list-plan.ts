import type { Piece } from "../../plan/ready-body.js";
import { NotPlanned } from "../../plan/not-planned.js";
import { NodesDocument } from "../generated/operations.js";
import type { Access } from "../installations/access-index.js";
import { installedPage, tellsOwnersApart } from "../lists/installed-repositories.js";
import type { RepositoriesArguments } from "../lists/repositories-arguments.js";
import { decodeCursor, encodeCursor, listName, type CursorPosition } from "../selection/cursor.js";
import type { ClientSelection } from "../selection/selection-of.js";
import type { ConnectionKeys, NodesKey, ShapeContext } from "../selection/shape.js";
import { RowsText } from "../text/rows-text.js";
import { edgesText } from "./edges-text.js";
import { FieldPlan, type BoundPlan, type PlanCaller } from "./field-plan.js";
import { pageText, type PageEnds } from "./page-text.js";
import type { PartReader } from "./part-reader.js";

export interface InstalledListPlanOptions {
  readonly args: RepositoriesArguments;
  readonly selection: ClientSelection;
  /** Whether something is known to be missing of what was asked for. */
  readonly lacks: (access: Access) => boolean;
}

/** The plan of the repositories that the App lets the caller reach: the rows of a page are asked for by id. */
export class InstalledListPlan extends FieldPlan {
  readonly #options: InstalledListPlanOptions;
  readonly #keys: ConnectionKeys;
  readonly #rows: ReadonlyMap<NodesKey, RowsText>;
  readonly #context: ShapeContext;
  readonly #list: string;
  readonly #at: CursorPosition | undefined;
  /** By what the caller reaches, which is one object for a minute. */
  readonly #bound = new WeakMap<Access, BoundPlan>();

  constructor(options: InstalledListPlanOptions) {
    super();
    const { args, selection } = options;
    const { connection } = selection.shape;
    // What was used last, and which owner is the caller, is known to stores of ours only.
    if (connection === undefined || args.orderBy.field === "LAST_USED" || tellsOwnersApart(args)) {
      throw new NotPlanned("form");
    }
    const keys = [...connection.nodes, ...connection.edges.flatMap(({ nodes }) => nodes)];
    if (keys.length === 0) throw new NotPlanned("form");
    this.#options = options;
    this.#keys = connection;
    this.#rows = new Map(keys.map((key) => [key, new RowsText(key.node.shape)]));
    this.#context = { variables: selection.values, list: "", hasErrors: false };
    this.#list = listName("repositories", { ...args, first: 0, after: null });
    this.#at = decodeCursor(this.#list, args.after);
  }

  override boundTo(caller: PlanCaller): BoundPlan | Promise<BoundPlan> {
    const access = caller.access();
    return access instanceof Promise ? access.then((read) => this.#boundTo(read)) : this.#boundTo(access);
  }

  #boundTo(access: Access): BoundPlan {
    let bound = this.#bound.get(access);
    if (bound === undefined) this.#bound.set(access, (bound = this.#bind(access)));
    return bound;
  }

  #bind(access: Access): BoundPlan {
    const { args, selection, lacks } = this.#options;
    const tells = this.#keys.restrictions.length > 0;
    if (tells && lacks(access)) throw new NotPlanned("value");
    const { page, hasNextPage, totalCount } = installedPage(args, {
      access,
      viewerLogin: null,
      at: this.#at,
      uses: [],
    });
    const cursors = page.map(({ key }) => encodeCursor(this.#list, key));
    const ends: PageEnds = {
      hasNextPage,
      totalCount,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    };
    const ids = page.map(({ repository }) => repository.id);
    const part = (key: NodesKey) => {
      const text = `{ ... on Repository ${key.node.text} }`;
      return { operation: NodesDocument.toString(), variables: { ids }, selection: { ...selection, text } };
    };
    return {
      parts: ids.length === 0 ? [] : [...this.#rows.keys()].map(part),
      write: (answer, reader) => {
        if (tells && answer.headers["x-github-sso"] !== undefined) throw new NotPlanned("value");
        return pageText(this.#keys, this.#items(reader, cursors), ends);
      },
    };
  }

  #items(reader: PartReader, cursors: readonly string[]): ReadonlyMap<string, readonly Piece[]> {
    const items = new Map<string, readonly Piece[]>();
    if (cursors.length === 0) return items;
    const { nodes, edges } = this.#keys;
    for (const key of nodes) items.set(key.key, this.#rowsOf(key, reader).read(reader, this.#context));
    for (const edge of edges) {
      const values = edge.nodes.map(
        (key) => [key.key, this.#rowsOf(key, reader).readEach(reader, this.#context)] as const,
      );
      const rows = cursors.map((cursor, index) => {
        const row = new Map<string, string>(edge.cursors.map((key) => [key, JSON.stringify(cursor)]));
        for (const [key, texts] of values) row.set(key, texts[index] ?? "null");
        return row;
      });
      items.set(edge.key, [edgesText(edge, rows)]);
    }
    return items;
  }

  /** Each list of rows is a part of its own, in the order of the keys. */
  #rowsOf(key: NodesKey, reader: PartReader): RowsText {
    const rows = this.#rows.get(key);
    if (rows === undefined) throw new NotPlanned("form");
    reader.nextPart();
    return rows;
  }
}
