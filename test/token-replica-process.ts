import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "vite";
import { onTestFinished } from "vitest";
import type { TokenEvent } from "../src/auth/github-oauth/token-event.js";
import type { TestUser, TokenFixture } from "./token-fixture.js";
import { TEST_KEY } from "./token-fixture.js";
import type { ReplicaSetup } from "./token-replica.js";
import type { RedisServer } from "./redis-server.js";

/** A replica of the token manager in a process of its own. */
export interface Replica {
  /** Each user's token, so many times at once: fingerprints and codes of errors. Rejects when the replica dies. */
  tokens(users: readonly TestUser[], options?: { readonly times?: number }): Promise<readonly string[]>;
  readonly events: readonly TokenEvent[];
  /** All that it printed. */
  readonly output: () => string;
  signal(signal: NodeJS.Signals): void;
  /** Closes its input: it finishes what is under way and ends. */
  end(): Promise<number | null>;
  readonly exited: Promise<unknown>;
}

/** Bundles the program of the replicas; answers its path. */
export async function bundleReplica(): Promise<string> {
  const outDir = join(process.cwd(), "node_modules", ".cache", "octogate-test", "token-replica");
  await build({
    logLevel: "silent",
    configFile: false,
    build: { ssr: "test/token-replica.ts", outDir, target: "node20", emptyOutDir: true },
  });
  return join(outDir, "token-replica.js");
}

export interface StartReplicaOptions extends Pick<ReplicaSetup, "dieAt" | "spoolDir" | "lockMs"> {
  readonly program: string;
  readonly fixture: TokenFixture;
  readonly redis: RedisServer;
}

/** Ends with the test, by its process id. */
export async function startReplica({ program, fixture, redis, ...more }: StartReplicaOptions): Promise<Replica> {
  const setup: ReplicaSetup = {
    ...more,
    redisUrl: redis.url,
    webUrl: fixture.fakeGitHub.url,
    restUrl: fixture.fakeGitHub.restUrl,
    clientId: fixture.clientId,
    clientSecret: fixture.clientSecret,
    key: TEST_KEY,
  };
  const child: ChildProcess = spawn(process.execPath, [program, JSON.stringify(setup)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const waiting = new Map<number, (answers: readonly string[]) => void>();
  const events: TokenEvent[] = [];
  let output = "";
  let isReady: (() => void) | undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  child.stderr?.on("data", (chunk: Buffer) => (output += String(chunk)));
  if (child.stdout === null || child.stdin === null) throw new Error("The replica has no streams.");
  const { stdin } = child;
  stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (line) => {
    output += `${line}\n`;
    const message = JSON.parse(line) as {
      ready?: true;
      id?: number;
      answers?: readonly string[];
      event?: TokenEvent;
    };
    if (message.ready) isReady?.();
    if (message.event) events.push(message.event);
    if (message.id !== undefined && message.answers) waiting.get(message.id)?.(message.answers);
  });
  await Promise.race([ready, died()]);
  let count = 0;

  async function died(): Promise<never> {
    await exited;
    throw new Error(`The replica ended: ${output}`);
  }

  return {
    events,
    output: () => output,
    exited,
    async tokens(users, { times = 1 } = {}) {
      count += 1;
      const id = count;
      const answers = new Promise<readonly string[]>((resolve) => waiting.set(id, resolve));
      stdin.write(`${JSON.stringify({ id, users: users.map(({ userId }) => userId), times })}\n`);
      return Promise.race([answers, died()]);
    },
    signal: (signal) => void child.kill(signal),
    async end() {
      stdin.end();
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
