import { mkdir, readFile } from "node:fs/promises";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { contendersOf } from "./contenders.js";
import { builtFile } from "./harness/child.js";
import { open } from "./harness/measure.js";
import { PAGE_SIZE } from "./harness/rows.js";
import { atOriginalPlaces } from "./report/original-places.js";
import { profileTable, type CpuProfile } from "./report/profile-table.js";
import { Stage } from "./stage.js";
import { workOf } from "./work.js";

const USAGE = `npm run profile -- [options]

  --only A,B        contenders by name (oss,saas)
  --seconds N       how long each is looked at (5)
  --size N          repositories of the list (30)
  --connections N   connections of the load (32)
  --top N           functions that are named below the packages (25)
  --nice=N          priority of all processes; below 0 (root) where others work on the machine (0)
`;
const RESULTS = fileURLToPath(new URL("../results/", `file://${builtFile("")}`));

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "oss,saas" },
    seconds: { type: "string", default: "5" },
    size: { type: "string", default: "30" },
    connections: { type: "string", default: "32" },
    top: { type: "string", default: "25" },
    nice: { type: "string", default: "0" },
    help: { type: "boolean", default: false },
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
if (values.help) process.stdout.write(USAGE);
else await profile();

/** Runs each server under the bench's load with V8's profiler on, warm, and shows what takes its time. */
async function profile(): Promise<void> {
  // The processes that it starts have it from here.
  if (values.nice !== "0") setPriority(Number(values.nice));
  const names = values.only.split(",");
  const size = Number(values.size);
  await mkdir(RESULTS, { recursive: true });
  await using stage = await Stage.open({ users: 32, settings: {} });
  for (const contender of contendersOf(names).filter(({ name }) => names.includes(name))) {
    const server = await stage.server(contender, { rows: size, replicas: 1 });
    const [child] = server.children;
    if (child === undefined) throw new Error("There is no server.");
    const work = workOf(contender.words, size);
    await open({ load: stage.load, server, work, isWide: size > PAGE_SIZE }, Number(values.connections));
    await stage.load.ask("run", { seconds: 3 });
    await child.ask("startProfile");
    const before = await child.ask("usage");
    const { requests } = await stage.load.ask("run", { seconds: Number(values.seconds) });
    const after = await child.ask("usage");
    const file = `${RESULTS}${contender.name}.cpuprofile`;
    await child.ask("stopProfile", { file });
    await stage.load.ask("close");
    const taken = atOriginalPlaces(JSON.parse(await readFile(file, "utf8")) as CpuProfile);
    process.stdout.write(`${contender.title}, ${size} repositories, ${requests} requests; ${file}\n`);
    const cpuMicros = (after.cpuMicros - before.cpuMicros) / requests;
    process.stdout.write(`${profileTable(taken, { cpuMicros, top: Number(values.top) })}\n`);
  }
}
