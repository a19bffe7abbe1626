// Aliases of what the gateway asks of a list for its own use; no client's key is ever written so.

/** The items. */
export const FACTS_KEY = "rows__";

/** How many items there are in all. */
export const COUNT_KEY = "count__";

/** Where the page ends. */
export const PAGE_KEY = "page__";
