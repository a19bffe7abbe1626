/** What the page refers to. Addresses are paths. */
export interface ExplorerPageOptions {
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  readonly examples: string;
}

/**
 * GraphiQL puts its fonts and icons into its style sheet as data. No script and no style stands in the page itself, so
 * that none needs to be allowed there.
 */
export const EXPLORER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page as HTML. */
export function explorerPage({ styles, scripts, examples }: ExplorerPageOptions): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Octogate explorer</title>
    <link rel="icon" href="data:,">
${styles.map((path) => `    <link rel="stylesheet" href="${path}">`).join("\n")}
${scripts.map((path) => `    <script src="${path}" defer></script>`).join("\n")}
  </head>
  <body>
    <div id="explorer" data-endpoint="/graphql" data-examples="${examples}"><p>The explorer is loading…</p></div>
    <noscript><p>The explorer needs JavaScript. The schema is at <a href="/schema.graphql">/schema.graphql</a>.</p></noscript>
  </body>
</html>
`;
}
