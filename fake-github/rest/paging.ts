import type { FakeRequest } from "../http/messages.js";

/** One page of a list, with the `Link` header that leads to the others. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

const USUAL = 30;
const MOST = 100;

function positive(text: string | null, usual: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : usual;
}

/** https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export function pageOf<T>(all: readonly T[], { path, search }: FakeRequest, webUrl: string): Page<T> {
  const size = Math.min(MOST, positive(search.get("per_page"), USUAL));
  const page = positive(search.get("page"), 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, relation: string): string => {
    const address = new URL(`${webUrl}/api/v3${path}`);
    address.search = search.toString();
    address.searchParams.set("page", String(to));
    return `<${address.href}>; rel="${relation}"`;
  };
  const before = page > 1 ? [link(Math.min(page - 1, last), "prev")] : [];
  const after = page < last ? [link(page + 1, "next"), link(last, "last")] : [];
  const links = [...before, ...after, ...(page > 1 ? [link(1, "first")] : [])];
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(", ") } : {},
  };
}
