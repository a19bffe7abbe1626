import "reflect-metadata";
import { run } from "./cli/run.js";
import { start } from "./cli/start.js";

await run(start);
