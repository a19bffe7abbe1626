import { once } from "node:events";
import {
  Agent,
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const LOOKS_EVERY_MS = 200;
/** Longer than any test: a client never sends on a connection that is being closed. */
const CLIENT_IDLE_MS = 600_000;

/** What stands in front of replicas: it keeps connections to them, and sends each request once, to one that is ready. */
export interface Balancer extends AsyncDisposable {
  readonly url: string;
  /** What it could not get an answer to, and why. */
  readonly failures: readonly string[];
  /** Takes a replica in and waits until it is ready. */
  add(port: number): Promise<void>;
  remove(port: number): void;
}

/** How each replica was found when it was last looked at. */
type Replicas = Map<number, "ready" | "not ready">;

export async function startBalancer(): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const replicas: Replicas = new Map();
  const failures: string[] = [];
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const ready = [...replicas].flatMap(([port, state]) => (state === "ready" ? [port] : []));
    const port = ready[(turn += 1) % ready.length];
    if (port === undefined) return fail(outgoing, "no replica is ready");
    const { method = "GET", url = "/", headers } = incoming;
    const kept = withoutHopByHop(headers);
    const onward = request({ host: "127.0.0.1", port, agent, method, path: url, headers: kept }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
      answer.pipe(outgoing);
      answer.once("aborted", () => fail(outgoing, `${port}: the answer was cut off`));
    });
    onward.once("error", (error) => fail(outgoing, `${port}: ${error.message}`));
    incoming.pipe(onward);
  });
  server.keepAliveTimeout = CLIENT_IDLE_MS;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = server.address() as AddressInfo;

  function fail(outgoing: ServerResponse, why: string): void {
    failures.push(why);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  }

  let isOver = false;
  async function watch(): Promise<void> {
    while (!isOver) {
      await Promise.all([...replicas.keys()].map((port) => look(replicas, port)));
      await sleep(LOOKS_EVERY_MS);
    }
  }
  const watching = watch();
  return {
    url: `http://127.0.0.1:${own}`,
    failures,
    async add(port) {
      replicas.set(port, "not ready");
      while (replicas.get(port) !== "ready") await sleep(20);
    },
    remove: (port) => void replicas.delete(port),
    async [Symbol.asyncDispose]() {
      isOver = true;
      await watching;
      agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * RFC 9110 section 7.6.1: the connection to a replica is not the client's. How long the replica keeps its own idle
 * would be believed by the client of this one.
 */
function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _, "keep-alive": __, ...kept } = headers;
  return kept;
}

async function look(replicas: Replicas, port: number): Promise<void> {
  const state = await stateOf(port);
  // As balancers do: what is slow for once stays in; what says no, or is not there, goes out.
  if (state !== "slow" && replicas.has(port)) replicas.set(port, state);
}

/** Asks by the name that every gateway takes, on a connection of its own. */
async function stateOf(port: number): Promise<"ready" | "not ready" | "slow"> {
  const question = request({ host: "127.0.0.1", port, path: "/readyz", agent: false, headers: { host: "localhost" } });
  let isSlow = false;
  question.setTimeout(1_000, () => {
    isSlow = true;
    question.destroy();
  });
  question.end();
  try {
    const [answer] = (await once(question, "response")) as [IncomingMessage];
    answer.resume();
    return answer.statusCode === 200 ? "ready" : "not ready";
  } catch {
    return isSlow ? "slow" : "not ready";
  }
}
