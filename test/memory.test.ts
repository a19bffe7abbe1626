import { expect, onTestFinished, test } from "vitest";
import { Pool } from "undici";
import { startConstantGitHub } from "./constant-github.js";
import { octogate, type OctogateProcess } from "./octogate-process.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

const DOCUMENTS = 20_000;
/** Of each document in a row, so that it is known to the gateway while it is asked for again, and then never again. */
const REPEATED = 10;
const REQUESTS = DOCUMENTS * REPEATED;
const CONNECTIONS = 16;
const MIB = 2 ** 20;
/** What the heap may grow by after the first quarter. A document that is kept takes ten KiB: 15,000 would be six times as much. */
const GROWTH_MIB = 24;

/** Collects what is garbage and says what is left, when it is asked by a signal. */
const PROBE = `process.on("SIGUSR2", () => {
  globalThis.gc(); globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.stderr.write("heap " + heapUsed + " rss " + rss + " cpu " + (user + system) + " of " + (globalThis.asked = (globalThis.asked ?? 0) + 1) + "\\n");
});`;

interface Memory {
  readonly heap: number;
  readonly rss: number;
  /** Microseconds since the start. */
  readonly cpu: number;
}

/** A document that no other number makes: different in names, fields, directives, arguments and root fields. */
function requestOf(number: number): object {
  switch (number % 4) {
    case 0:
      return { query: `{ viewer { a${number}: login name } }` };
    case 1:
      return {
        query: `query Q${number}($wants: Boolean!) { viewer { login n${number}: name @include(if: $wants) } }`,
        variables: { wants: number % 3 === 0 },
      };
    case 2:
      return {
        query: `query ($size: Int!) { viewer { u${number}: avatarUrl(size: $size) ...More${number} } }
          fragment More${number} on User { login company }`,
        variables: { size: 16 + (number % 100) },
      };
    default:
      return { query: `{ one${number}: viewer { login } two${number}: viewer { name url } }` };
  }
}

test(
  `${REQUESTS} requests with ${DOCUMENTS} different documents: memory stays within its bounds`,
  { timeout: 600_000 },
  async () => {
    await using upstream = await startConstantGitHub();
    const program = octogate(["start"], {
      env: {
        OCTOGATE_GITHUB_URL: upstream.url,
        OCTOGATE_DATA_DIR: await temporaryFolder(),
        OCTOGATE_LOG_LEVEL: "warn",
      },
      nodeOptions: ["--expose-gc", "--import", `data:text/javascript,${encodeURIComponent(PROBE)}`],
    });
    const pool = new Pool(await program.url(), { connections: CONNECTIONS });
    onTestFinished(() => pool.close());
    await storeToken(pool);

    let next = 0;
    const measured: Memory[] = [];
    for (let quarter = 1; quarter <= 4; quarter += 1) {
      const end = Math.round((REQUESTS * quarter) / 4);
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          while (next < end) {
            const number = Math.floor(next / REPEATED);
            next += 1;
            await ask(pool, requestOf(number), "octo");
          }
        }),
      );
      const memory = await memoryOf(program, quarter);
      measured.push(memory);
      const cpu = Math.round(memory.cpu / 1_000_000);
      console.info(`after ${end} requests: heap ${toMib(memory.heap)} MiB, RSS ${toMib(memory.rss)} MiB, CPU ${cpu} s`);
    }
    const [first, , , last] = measured;
    // Some differ for clients only: GitHub is asked the same, and what it answered is remembered.
    expect(upstream.answered).toBeGreaterThanOrEqual(DOCUMENTS / 2);
    expect(toMib((last?.heap ?? Infinity) - (first?.heap ?? 0))).toBeLessThan(GROWTH_MIB);
  },
);

async function ask(pool: Pool, body: object, expected: string): Promise<void> {
  const { statusCode, body: answer } = await pool.request({
    path: "/graphql",
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (statusCode !== 200 || text.includes('"errors"') || !text.includes(expected)) throw new Error(text);
}

async function storeToken(pool: Pool): Promise<void> {
  const query =
    "mutation ($token: Secret!) { setGitHubToken(input: { token: $token }) { credential { login } userErrors { code } } }";
  await ask(pool, { query, variables: { token: `ghp_FAKE${"0".repeat(32)}` } }, '"userErrors":[]');
}

async function memoryOf(program: OctogateProcess, count: number): Promise<Memory> {
  program.signal("SIGUSR2");
  const [, heap, rss, cpu] = await program.says(new RegExp(`heap (\\d+) rss (\\d+) cpu (\\d+) of ${count}\\n`));
  return { heap: Number(heap), rss: Number(rss), cpu: Number(cpu) };
}

function toMib(bytes: number): number {
  return Math.round(bytes / MIB);
}
