import type { Contender } from "../contenders.js";
import { spreadOf, type Spread } from "../harness/statistics.js";
import type { Stage } from "../stage.js";

/** What a server takes until it listens. */
export interface ColdResult {
  readonly contender: string;
  readonly title: string;
  readonly cpuMs: Spread;
  readonly wallMs: Spread;
}

/** Starts each server anew in every round. */
export async function runCold(
  stage: Stage,
  contenders: readonly Contender[],
  rounds: number,
): Promise<readonly ColdResult[]> {
  const starts = new Map(contenders.map((contender) => [contender, { cpu: [] as number[], wall: [] as number[] }]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [{ server }, { cpu, wall }] of starts) {
      await using started = await stage.ownServer(server, { users: 0 });
      const [child] = started.children;
      cpu.push((child?.start.cpuMicros ?? NaN) / 1_000);
      wall.push(child?.start.wallMs ?? NaN);
    }
  }
  return [...starts].map(([{ name, title }, { cpu, wall }]) => ({
    contender: name,
    title,
    cpuMs: spreadOf(cpu),
    wallMs: spreadOf(wall),
  }));
}
