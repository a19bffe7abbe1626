import { LRUCache } from "lru-cache";

/** What an operation can be answered in. */
export type MediaType = "application/json" | "application/graphql-response+json";

const JSON_TYPE: MediaType = "application/json";
const GRAPHQL_TYPE: MediaType = "application/graphql-response+json";

interface Range {
  readonly type: string;
  readonly quality: number;
}

/** The media type that the client prefers, `application/json` if it does not mind, `undefined` if none will do. */
export function negotiateMediaType(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept.trim() === "") return JSON_TYPE;
  // A handful of clients send the same few headers all the time.
  const known = negotiated.get(accept);
  if (known !== undefined) return known.type;
  const type = negotiate(accept);
  negotiated.set(accept, { type });
  return type;
}

const negotiated = new LRUCache<string, { readonly type: MediaType | undefined }>({ max: 100 });

function negotiate(accept: string): MediaType | undefined {
  const ranges = parseAccept(accept);
  const qualities = [JSON_TYPE, GRAPHQL_TYPE].map((type) => ({ type, ...rankOf(type, ranges) }));
  const best = qualities
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.position - b.position)[0];
  return best?.type;
}

/** Whether a page is what the client wants most: browsers do, when they navigate. */
export function prefersPage(accept: string | undefined): boolean {
  const ranges = parseAccept(accept ?? "");
  const page = ranges.find(({ type }) => type === "text/html")?.quality ?? 0;
  return page > 0 && [JSON_TYPE, GRAPHQL_TYPE].every((type) => page >= rankOf(type, ranges).quality);
}

/** RFC 9110, 12.5.1: the most specific range counts. Position tells which of two equal ones was named first. */
function rankOf(type: MediaType, ranges: readonly Range[]): { readonly quality: number; readonly position: number } {
  for (const candidate of [type, "application/*", "*/*"]) {
    const position = ranges.findIndex((range) => range.type === candidate);
    const range = ranges[position];
    if (range !== undefined) return { quality: range.quality, position };
  }
  return { quality: 0, position: ranges.length };
}

function parseAccept(accept: string): readonly Range[] {
  return accept.split(",").map((part) => {
    const [type = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const quality = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1);
    return { type, quality: Number.isFinite(quality) ? quality : 0 };
  });
}
