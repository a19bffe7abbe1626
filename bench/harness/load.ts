// The load: a fixed number of connections, each of which sends its next request when it has the answer to the last one.
import { onAsk, ready } from "./agent.js";
import { LoadConnection } from "./load-connection.js";
import type { LoadPlan, LoadResult } from "./messages.js";

let connections: readonly LoadConnection[] = [];

onAsk("open", async (plan) => {
  closeAll();
  connections = await Promise.all(
    Array.from({ length: plan.connections }, (_, index) => LoadConnection.open(targetOf(plan, index))),
  );
  const texts = await Promise.all(connections.map((connection) => connection.askForText()));
  return texts[0] ?? "";
});

onAsk("run", async ({ seconds }): Promise<LoadResult> => {
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  const runs = await Promise.all(connections.map((connection) => connection.repeat(() => performance.now() < end)));
  const elapsed = (performance.now() - begin) / 1_000;
  const times = Float64Array.from(runs.flatMap((run) => run.millis)).toSorted();
  const quantile = (share: number) =>
    (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 1_000;
  return {
    requests: times.length,
    seconds: elapsed,
    p50Micros: quantile(0.5),
    p99Micros: quantile(0.99),
    wrong: runs.reduce((sum, run) => sum + run.wrong, 0),
  };
});

onAsk("repeat", async ({ times }) => {
  let left = times;
  const run = await connections[0]?.repeat(() => left-- > 0);
  if (run?.wrong !== 0) throw new Error("Some answers differ from the first one.");
  return null;
});

onAsk("close", () => {
  closeAll();
  return null;
});

// Nothing else keeps this process alive between two runs.
process.channel?.ref();
ready(0);

function targetOf({ ports, headers, path, body }: LoadPlan, index: number) {
  return {
    port: ports[index % ports.length] ?? 0,
    headers: headers[index % headers.length] ?? {},
    path,
    body,
  };
}

function closeAll(): void {
  for (const connection of connections) connection.close();
  connections = [];
}
