import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ConsoleMessage,
  type Page,
} from "playwright-core";
import { afterAll } from "vitest";
import { chromiumPath } from "./chromium.js";

/** A page of a headless Chromium, with everything written down that must not happen on a page of ours. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings of the console, such as violations of the page's policy; exceptions; other origins. All tabs. */
  readonly complaints: readonly string[];
  /** What axe-core finds that is serious or worse. */
  seriousFindings(): Promise<readonly string[]>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** Where the gateway is; nothing else may be asked. */
  readonly origin: string;
  /** Another origin that one may go to, such as GitHub's during a login; what its pages complain of does not count. */
  readonly neighbour?: string;
}

/** Sooner than the test's own, so that it tells what it waited for. */
const TIMEOUT = 20_000;

// One for each file of tests: to start it takes longer than most tests do.
let launched: Promise<Browser> | undefined;
afterAll(async () => {
  await (await launched)?.close();
});

function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? "", args: ["--no-sandbox"] });
}

/** A page in a window of its own that knows no cookies. `describe.skipIf(!hasChromium)` of `chromium.ts` goes before. */
export async function openWatchedPage({ origin, neighbour, ...options }: OpenOptions): Promise<WatchedPage> {
  launched ??= launch();
  const context = await (await launched).newContext({ baseURL: origin, ...options });
  context.setDefaultTimeout(30_000);
  const complaints = watch(context, { origin, neighbour });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT);
  return {
    page,
    complaints,
    async seriousFindings() {
      const { violations } = await runAxe(page);
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    },
    async [Symbol.asyncDispose]() {
      await context.close();
    },
  };
}

interface Neighbourhood {
  readonly origin: string;
  readonly neighbour: string | undefined;
}

function watch(context: BrowserContext, { origin, neighbour }: Neighbourhood): readonly string[] {
  const complaints: string[] = [];
  const isTheirs = (message: ConsoleMessage) =>
    neighbour !== undefined && message.location().url.startsWith(`${neighbour}/`);
  context.on("console", (message) => {
    if (!isTheirs(message) && ["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    const { origin: asked } = new URL(request.url());
    const isAllowed = asked === origin || (asked === neighbour && request.isNavigationRequest());
    if (!isAllowed) complaints.push(request.url());
  });
  return complaints;
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Through the debugger, as the policy of the page lets no script of others in. */
async function runAxe(page: Page): Promise<AxeResult> {
  if ((await page.evaluate("typeof axe")) === "undefined") {
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  }
  return (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResult;
}
