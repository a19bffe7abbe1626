import { mkdir, writeFile } from "node:fs/promises";
import { cpus, setPriority, type } from "node:os";
import { fileURLToPath } from "node:url";
import { CHIEF_CONTENDERS, CONTENDERS, CONTENDERS_OF_REPLICAS, contendersOf, type Contender } from "./contenders.js";
import { builtFile } from "./harness/child.js";
import { readOptions, USAGE, type Options, type SeriesName } from "./options.js";
import { outcomesOf, type Measured } from "./report/goals.js";
import { drawPicture } from "./report/picture.js";
import { printCold, printCounts, printMemory, printOutcomes, printResults } from "./report/print.js";
import { runCold } from "./series/cold.js";
import { conditionsOf } from "./series/conditions.js";
import { countRequests, COUNTED_NODE_FLAGS, type Counts } from "./series/count.js";
import { runMemory } from "./series/memory.js";
import { runRounds, type Result } from "./series/run-rounds.js";
import { Stage } from "./stage.js";

const USERS = 64;
const IDLE_USERS = 500;
const RESULTS = fileURLToPath(new URL("../results/", `file://${builtFile("")}`));
const PICTURE = fileURLToPath(new URL("../../docs/performance.svg", `file://${builtFile("")}`));

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") return void process.stdout.write(USAGE);
  // The processes that it starts have it from here.
  if (options.nice !== 0) setPriority(options.nice);
  await (options.count ? count(options) : time(options));
}

async function time(options: Options): Promise<void> {
  const measured: Measured = {};
  await using stage = await Stage.open({ users: USERS, settings: options.settings });
  for (const series of options.series) {
    const contenders = chosen(options, series);
    process.stderr.write(`Series ${series}: ${contenders.map(({ name }) => name).join(", ")}\n`);
    if (series === "cold") {
      const cold = await runCold(stage, contenders, options.rounds);
      print(printCold((measured.cold = cold)));
    } else if (series === "memory") {
      const memory = await runMemory(stage, IDLE_USERS);
      print(printMemory((measured.memory = memory)));
    } else {
      const rounds = await runRounds({
        ...options,
        stage,
        contenders,
        conditions: conditionsOf(series, options),
        isLoopWatched: series === "sizes",
        onRound: (round) => process.stderr.write(round === 0 ? "Warming up ...\n" : `Round ${round} ...\n`),
      });
      print(printResults((measured[series] = rounds)));
      if (series === "main") await draw(options, rounds);
    }
  }
  const goals = outcomesOf(measured);
  print(printOutcomes(goals));
  const about = { at: new Date().toISOString(), node: process.version, machine: machine(), options };
  await save("latest.json", JSON.stringify({ ...about, goals, series: measured }, null, 2));
}

async function count(options: Options): Promise<void> {
  await using stage = await Stage.open({ users: 1, settings: options.settings, nodeFlags: COUNTED_NODE_FLAGS });
  const counted: { title: string; name: string; counts: Counts }[] = [];
  for (const contender of chosen(options, "main")) {
    const server = await stage.server(contender, { rows: options.size, replicas: 1 });
    const { title, name } = contender;
    counted.push({ title, name, counts: await countRequests(stage, server, contender, options.size) });
  }
  print(`${options.size} repositories\n${printCounts(counted)}`);
  print(printOutcomes(outcomesOf({ counts: Object.fromEntries(counted.map(({ name, counts }) => [name, counts])) })));
  await save("counts.json", JSON.stringify({ size: options.size, node: process.version, counted }, null, 2));
}

function chosen({ only }: Options, series: SeriesName): readonly Contender[] {
  if (series === "memory") return CONTENDERS.filter(({ name }) => name === "saas");
  if (only.length > 0) return contendersOf(only);
  if (series === "replicas") return contendersOf(CONTENDERS_OF_REPLICAS);
  const all = CONTENDERS.filter(({ isForReplicas }) => !isForReplicas);
  if (series === "main") return all;
  if (series !== "cold") return contendersOf(CHIEF_CONTENDERS);
  // Each server once, however many ways there are to ask it.
  return all.filter(({ server }, index) => all.findIndex((each) => each.server === server) === index);
}

/** The picture shows all of them, or it stays as it is. */
async function draw({ only }: Options, results: readonly Result[]): Promise<void> {
  if (only.length === 0) await writeFile(PICTURE, drawPicture(results));
}

async function save(name: string, text: string): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  await writeFile(`${RESULTS}${name}`, `${text}\n`);
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model ?? "unknown"}, ${type()}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
try {
  await main();
} catch (error) {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    process.stderr.write(`${each.message}\n`);
  }
  process.exitCode = 1;
}
