import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "undici";

const PROGRAM = ["chromium", "chromium-browser", "google-chrome"].find((name) => canRun(name));

/** Whether there is a browser to test pages with; `describe.skipIf(!hasChromium)` where there is none. */
export const hasChromium = PROGRAM !== undefined;
if (!hasChromium) console.warn("There is no Chromium here. Install it with: apt-get install -y chromium");

/** A page of a headless Chromium with a profile of its own, driven through its DevTools protocol. */
export interface Page extends AsyncDisposable {
  goto(url: string): Promise<void>;
  /** The value of an expression in the page; promises are awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** Waits until an expression in the page is true. */
  until(expression: string): Promise<void>;
  /** What the browser refused or complained of, such as a violation of the page's policy. */
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly requested: readonly string[];
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, never>;
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly error?: { readonly message: string };
}

export async function openPage(): Promise<Page> {
  const folder = await mkdtemp(join(tmpdir(), "octogate-chromium-"));
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"];
  const child = spawn(PROGRAM ?? "", [...flags, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const port = await portOf(child);
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    readonly type: string;
    readonly webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === "page")?.webSocketDebuggerUrl ?? "");
  await once(socket, "open");
  const complaints: string[] = [];
  const requested: string[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    if (message.method === "Log.entryAdded") complaints.push(JSON.stringify(message.params));
    if (message.method === "Runtime.exceptionThrown") complaints.push(JSON.stringify(message.params));
    if (message.method === "Network.requestWillBeSent") {
      requested.push((message.params as unknown as { request: { url: string } }).request.url);
    }
  });
  let last = 0;
  async function send(method: string, params: object = {}): Promise<Message> {
    const id = (last += 1);
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const message = await answer;
    waiting.delete(id);
    if (message.error !== undefined) throw new Error(`${method}: ${message.error.message}`);
    return message;
  }
  for (const domain of ["Page", "Log", "Runtime", "Network"]) await send(`${domain}.enable`);
  async function evaluate(expression: string): Promise<unknown> {
    const { result } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    return result?.result?.value;
  }
  return {
    complaints,
    requested,
    evaluate,
    goto: async (url) => void (await send("Page.navigate", { url })),
    async until(expression) {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        // A page that is just being left has no answer.
        if ((await evaluate(expression).catch(() => false)) === true) return;
        await sleep(50);
      }
      const place = await evaluate("`${location.href}: ${document.body.innerText}`");
      throw new Error(`It did not come to ${expression} at ${String(place)}`);
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function portOf(child: ChildProcess): Promise<string> {
  let output = "";
  for await (const chunk of child.stderr ?? []) {
    output += String(chunk);
    const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(output)?.[1];
    if (port !== undefined) {
      child.stderr?.resume();
      return port;
    }
  }
  throw new Error(`Chromium did not start: ${output}`);
}

function canRun(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
