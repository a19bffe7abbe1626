import { existsSync } from "node:fs";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { TestGateway } from "../gateway.js";
import { openWatchedPage, type WatchedPage } from "../playwright.js";

const BUILT = new URL("../../dist/web/index.html", import.meta.url);

/** Milliseconds that a test may take where many run at once; most take one second. */
export const SLOWEST = 90_000;

/** `expect.poll` with as much time as everything else that a page is waited for. */
export function soon<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: 20_000 });
}

export interface ConsoleOptions extends BrowserContextOptions {
  /** A `Cookie` header of somebody who is signed in. */
  readonly cookie?: string;
}

/** The console in a window of its own, as a test sees it. */
export interface OpenedConsole extends WatchedPage {
  /** Names of the GraphQL operations that all its tabs have sent, in order. */
  readonly operations: string[];
  /** Waits for the heading of a page. */
  heading(name: string | RegExp): Promise<void>;
  /** A second tab with the same cookies. */
  openTab(): Promise<Page>;
}

/** Opens it for the rest of a test, which fails in its end if a page did anything that it must not. */
export async function openConsole(gateway: TestGateway, options: ConsoleOptions = {}): Promise<OpenedConsole> {
  if (!existsSync(BUILT)) throw new Error("The console is not built. Run: npm run build");
  const { cookie, ...others } = options;
  const browser = await openWatchedPage({ origin: gateway.url, neighbour: gateway.fakeGitHub.url, ...others });
  const { page } = browser;
  onTestFinished(async () => {
    const { complaints } = browser;
    await browser[Symbol.asyncDispose]();
    expect(complaints).toEqual([]);
  });
  if (cookie !== undefined) await page.context().addCookies(cookiesOf(cookie, gateway.url));
  const operations: string[] = [];
  page.context().on("request", (request) => {
    if (request.method() !== "POST" || new URL(request.url()).pathname !== "/graphql") return;
    operations.push((request.postDataJSON() as { readonly operationName: string }).operationName);
  });
  return {
    ...browser,
    operations,
    heading: (name) => page.getByRole("heading", { level: 1, name }).waitFor(),
    openTab: () => page.context().newPage(),
  };
}

function cookiesOf(header: string, url: string) {
  return header.split("; ").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name, value: value.join("="), url, httpOnly: true, sameSite: "Strict" as const };
  });
}
