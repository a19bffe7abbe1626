import { GatewayError } from "../../errors/gateway-error.js";
import type { RawAnswer } from "../answer.js";
import type { ParsedPage } from "./parse-installations.js";

/** GitHub's largest page. */
const PAGE_SIZE = 100;

/** A page as it is remembered. */
export interface KnownPage<Item> extends ParsedPage<Item> {
  readonly etag: string | undefined;
  /** `x-github-sso`, which tells of what the page leaves out. */
  readonly sso: string | undefined;
}

/** Pages by path; asked again with their ETags, unchanged ones cost nothing. */
export type KnownPages = Map<string, KnownPage<unknown>>;

export interface RestList<Item> {
  /** Without a query. */
  readonly path: string;
  readonly parse: (body: unknown) => ParsedPage<Item>;
  readonly fetch: (path: string, etag: string | undefined) => Promise<RawAnswer>;
  /** Pages of the last time. */
  readonly known: KnownPages;
  /** Takes the pages of this time. */
  readonly read: KnownPages;
}

/** Reads all pages of a list of GitHub's REST API: the first one tells how many there are. */
export async function readRestList<Item>(list: RestList<Item>): Promise<readonly KnownPage<Item>[]> {
  const first = await readPage(list, 1);
  const count = Math.max(1, Math.ceil(first.total / PAGE_SIZE));
  const others = Array.from({ length: count - 1 }, (_, index) => readPage(list, index + 2));
  return [first, ...(await Promise.all(others))];
}

async function readPage<Item>(list: RestList<Item>, number: number): Promise<KnownPage<Item>> {
  const path = `${list.path}?per_page=${PAGE_SIZE}&page=${number}`;
  // What stands under a path was parsed by this list's own `parse`.
  const known = list.known.get(path) as KnownPage<Item> | undefined;
  const answer = await list.fetch(path, known?.etag);
  const page = answer.status === 304 && known !== undefined ? known : parsePage(answer, list.parse);
  list.read.set(path, page);
  return page;
}

function parsePage<Item>({ body, headers, status }: RawAnswer, parse: RestList<Item>["parse"]): KnownPage<Item> {
  try {
    return { ...parse(JSON.parse(body.text)), etag: headers["etag"], sso: headers["x-github-sso"] };
  } catch {
    throw new GatewayError(
      "GITHUB_UNEXPECTED_RESPONSE",
      "GitHub answered something that the gateway does not understand. Try again, and report it if it stays.",
      { upstream: { status } },
    );
  }
}
