// npm makes the command executable when it links the package, and so only once; each build writes it anew.
import { chmod } from "node:fs/promises";

await chmod(new URL("../dist/src/cli/octogate.js", import.meta.url), 0o755);
