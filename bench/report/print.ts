import type { Spread } from "../harness/statistics.js";
import type { ColdResult } from "../series/cold.js";
import type { Counts } from "../series/count.js";
import type { MemoryResult } from "../series/memory.js";
import type { Result } from "../series/run-rounds.js";
import type { Outcome } from "./goals.js";
import { figure, table } from "./table.js";

/** A table for each condition: ratios to the proxy of the same round, then the figures that they are made of. */
export function printResults(results: readonly Result[]): string {
  const conditions = [...new Set(results.map(({ condition }) => condition))];
  return conditions
    .map((condition) => {
      const rows = results.filter((result) => result.condition === condition);
      const hasBlocks = rows.some(({ longestBlockMs }) => longestBlockMs !== undefined);
      const head = [
        "",
        "CPU",
        "(spread)",
        "req/s",
        "(spread)",
        "p50",
        "p99",
        "RSS",
        "CPU µs",
        "req/s",
        "p50 ms",
        "p99 ms",
      ];
      const more = ["added p50 ms", ...(hasBlocks ? ["block ms"] : [])];
      return `${condition.title}; the first seven columns are ratios to the proxy\n${table([...head, ...more, "MB"], rows.map(row))}`;
      function row({ title, ratios, figures, addedP50Ms, longestBlockMs }: Result): readonly string[] {
        return [
          title,
          figure(ratios.cpu.median),
          range(ratios.cpu),
          figure(ratios.requestsPerSecond.median),
          range(ratios.requestsPerSecond),
          figure(ratios.p50.median),
          figure(ratios.p99.median),
          figure(ratios.rss.median),
          figure(figures.cpu.median),
          figure(figures.requestsPerSecond.median),
          figure(figures.p50.median / 1_000),
          figure(figures.p99.median / 1_000),
          figure(addedP50Ms.median),
          ...(hasBlocks ? [figure(longestBlockMs ?? NaN)] : []),
          figure(figures.rss.median / 1e6),
        ];
      }
    })
    .join("\n");
}

export function printCold(results: readonly ColdResult[]): string {
  const rows = results.map(({ title, cpuMs, wallMs }) => [
    title,
    figure(cpuMs.median),
    range(cpuMs),
    figure(wallMs.median),
    range(wallMs),
  ]);
  return `From nothing to listening\n${table(["", "CPU ms", "(spread)", "wall ms", "(spread)"], rows)}`;
}

export function printMemory({ users, gatewayBytesPerSession, redisBytesPerUser, redisKeys }: MemoryResult): string {
  const rows = Object.entries(redisKeys).map(([kind, { perUser, bytesPerUser, minutesLeft }]) => [
    `  ${kind}`,
    figure(bytesPerUser),
    figure(perUser),
    minutesLeft === Infinity ? "for good" : figure(minutesLeft),
  ]);
  return `Per user, ${users} signed in and idle\n${table(
    ["", "bytes", "keys", "minutes left"],
    [
      ["in the gateway", figure(gatewayBytesPerSession)],
      ["in Redis for longer than an hour", figure(redisBytesPerUser)],
      ...rows,
    ],
  )}`;
}

export function printCounts(counts: readonly { readonly title: string; readonly counts: Counts }[]): string {
  const rows = counts.map(({ title, counts: { promises, allocatedBytes, redisCommands, upstreamRequests } }) => [
    title,
    figure(promises),
    figure(allocatedBytes / 1_000),
    figure(redisCommands),
    figure(upstreamRequests),
  ]);
  return table(["per request", "promises", "allocated kB", "Redis commands", "upstream requests"], rows);
}

/** What is wanted, beside what was measured; empty where the run has measured none of it. */
export function printOutcomes(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { goal, wanted, limit, unit, measured } = outcome;
    const bound = `${wanted === "at most" ? "≤" : "≥"} ${figure(limit)} ${unit}`;
    return [goal, bound.trimEnd(), figure(measured), verdict(outcome)];
  });
  return rows.length === 0 ? "" : table(["goals", "wanted", "measured", ""], rows);
}

function verdict({ isMet, limit, measured }: Outcome): string {
  if (isMet) return "met";
  const by = Math.abs(measured - limit);
  return `missed by ${limit === 0 ? figure(by) : `${figure((100 * by) / limit)} %`}`;
}

function range({ min, max }: Spread): string {
  return `${figure(min)}-${figure(max)}`;
}
