import type { OpenEdition } from "../src/editions/edition.js";
import type { Config } from "../src/config/config.js";
import { toGitHubHost } from "../src/config/github-host.js";
import type { Identity } from "../src/auth/identity.js";
import { createServer, type GatewayServer } from "../src/server/create-server.js";
import { describeGateway } from "../src/server/describe-gateway.js";
import { createLog } from "../src/server/log/create-log.js";

export interface OwnGatewayOptions {
  readonly edition?: Partial<OpenEdition>;
  readonly config?: Partial<Config>;
}

export interface OwnGateway extends AsyncDisposable {
  readonly server: GatewayServer;
  readonly url: string;
  readonly logLines: readonly string[];
}

/**
 * The server around an edition of one's own that can do nothing but say who asks. For what no built-in edition can be
 * brought to do, such as failing in unexpected ways.
 */
export async function startOwnGateway({ edition = {}, config = {} }: OwnGatewayOptions = {}): Promise<OwnGateway> {
  const logLines: string[] = [];
  const setup = { config: { ...CONFIG, ...config }, edition: { ...EDITION, ...edition } };
  const server = await createServer({
    ...setup,
    description: describeGateway({ ...setup, version: "0.0.0", publicUrl: () => setup.config.publicUrl }),
    log: createLog({ level: "debug", destination: { write: (line) => void logLines.push(line) } }),
  });
  await server.listen();
  return {
    server,
    url: server.url,
    logLines,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const CONFIG: Config = {
  edition: "own",
  host: "127.0.0.1",
  isLocal: true,
  port: 0,
  workers: 1,
  publicUrl: new URL("http://127.0.0.1:0"),
  trustProxy: 0,
  gitHubHost: toGitHubHost("https://github.com"),
  dataDir: "/nonexistent",
  gitHubClientId: undefined,
  gitHubAppSlug: undefined,
  sessionIdleMs: 60_000,
  sessionMaxMs: 60_000,
  requestsPerMinute: undefined,
  loginsPerAddress: undefined,
  cache: "on",
  explorer: true,
  introspection: true,
  logLevel: "debug",
  production: false,
  hasProxy: false,
  trustedDocuments: undefined,
  metricsPort: undefined,
};

function notPartOfThisEdition(): never {
  throw new Error("The edition of this test has no such part.");
}

const EDITION: OpenEdition = {
  name: "own",
  kind: "CUSTOM",
  middleware: [],
  userAuth: {
    identify: (): Promise<Identity> => Promise.resolve({ kind: "owner" }),
    session: () =>
      Promise.resolve({
        status: "GITHUB_NOT_CONNECTED",
        account: null,
        credential: null,
        nextStep: "ADD_TOKEN",
        createdAt: null,
        expiresAt: null,
      }),
  },
  accessTokens: {
    accessToken: notPartOfThisEdition,
    accepted: notPartOfThisEdition,
    refused: notPartOfThisEdition,
  },
  settings: {
    read: notPartOfThisEdition,
    change: notPartOfThisEdition,
    reset: notPartOfThisEdition,
    recordRepositoryUse: notPartOfThisEdition,
  },
  tokenKeeper: null,
  loginFlow: null,
  gitHubService: notPartOfThisEdition,
  tokenInspector: { inspect: notPartOfThisEdition } as unknown as OpenEdition["tokenInspector"],
  loginOptions: [],
  links: { installApp: null },
  features: [],
  gates: [],
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
