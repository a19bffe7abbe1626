import { onTestFinished } from "vitest";
import { startFakeGitHub, type FakeGitHub, type FakeGitHubOptions } from "../fake-github/index.js";
import { Browser } from "./browser.js";
import { freePort } from "./free-port.js";
import { graphqlAt, type TestGateway } from "./gateway.js";
import { octogate, type OctogateProcess } from "./octogate-process.js";
import type { RedisServer } from "./redis-server.js";
import { saasConfig } from "./saas.js";
import { changeFields } from "./stored-tokens.js";
import { temporaryFolder } from "./storage-temporary-folder.js";
import { redisOfTest } from "./token-fixture.js";

/** One of the processes, each with a data folder of its own. */
export interface BuiltReplica extends Pick<TestGateway, "graphql"> {
  readonly program: OctogateProcess;
  readonly url: string;
  readonly dataDir: string;
}

/** The built program as several processes on one Redis and one fake GitHub. */
export interface BuiltReplicas {
  readonly redis: RedisServer;
  readonly fakeGitHub: FakeGitHub;
  readonly replicas: readonly BuiltReplica[];
  replica(index: number): BuiltReplica;
  /** A browser with an empty jar, at the first of them. */
  browser(): Browser;
  /** Lets the tokens of a user expire, as far as the gateways know. */
  expire(login: string): Promise<void>;
}

/** All of it ends with the test. */
export async function startReplicas(
  count: number,
  { env = {}, world }: { readonly env?: Readonly<Record<string, string>>; readonly world?: FakeGitHubOptions } = {},
): Promise<BuiltReplicas> {
  const redis = await redisOfTest();
  const fakeGitHub = await startFakeGitHub(world);
  onTestFinished(() => fakeGitHub[Symbol.asyncDispose]());
  const port = await freePort();
  async function start(index: number): Promise<BuiltReplica> {
    const dataDir = await temporaryFolder();
    const program = octogate(["start"], {
      env: {
        ...saasConfig(redis, fakeGitHub),
        OCTOGATE_GITHUB_URL: fakeGitHub.url,
        OCTOGATE_DATA_DIR: dataDir,
        OCTOGATE_PUBLIC_URL: `http://127.0.0.1:${port}`,
        ...(index === 0 && { OCTOGATE_PORT: String(port) }),
        ...env,
      },
    });
    const url = await program.url();
    return { program, url, dataDir, graphql: graphqlAt(url) };
  }
  const replicas = await Promise.all(Array.from({ length: count }, (_, index) => start(index)));
  function replica(index: number): BuiltReplica {
    const one = replicas[index];
    if (one === undefined) throw new Error(`There is no replica ${index}.`);
    return one;
  }
  return {
    redis,
    fakeGitHub,
    replicas,
    replica,
    browser: () => new Browser(replica(0)),
    async expire(login) {
      await changeFields(redis, fakeGitHub.world.user(login)?.databaseId, { exp: Date.now() - 1_000 });
    },
  };
}
