import type { OpenEdition } from "../src/editions/edition.js";
import type { GatewayDescription } from "../src/context/gateway-description.js";
import type { Config } from "../src/config/config.js";
import { toGitHubHost } from "../src/config/github-host.js";
import type { Identity } from "../src/auth/identity.js";
import { createServer, type GatewayServer } from "../src/server/create-server.js";
import { createLog } from "../src/server/log/create-log.js";
import { QUERY_LIMITS } from "../src/server/limits/query-limits.js";

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
  const server = await createServer({
    config: { ...CONFIG, ...config },
    edition: { ...EDITION, ...edition },
    description: DESCRIPTION,
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
  port: 0,
  publicUrl: new URL("http://127.0.0.1:0"),
  trustProxy: 0,
  gitHubHost: toGitHubHost("https://github.com"),
  dataDir: "/nonexistent",
  explorer: true,
  introspection: true,
  logLevel: "debug",
  production: false,
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
  gitHubService: notPartOfThisEdition,
  tokenInspector: { inspect: notPartOfThisEdition } as unknown as OpenEdition["tokenInspector"],
  loginOptions: [],
  features: [],
  gates: [],
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

const DESCRIPTION: GatewayDescription = {
  version: "0.0.0",
  schemaVersion: "1.0",
  edition: "CUSTOM",
  editionName: "own",
  gitHubHost: { host: "github.com", kind: "DOTCOM" },
  features: [],
  limits: { ...QUERY_LIMITS, trustedDocumentsOnly: false },
  links: { docs: null, installApp: null, explorer: null, gitHubStatus: null, support: null },
  loginOptions: [],
  tokenGuide: { classicUrl: "https://github.com", fineGrainedUrl: null, recommended: "CLASSIC_PAT", capabilities: [] },
  errorHelpUrl: (code) => `https://octogate.example/errors/${code}`,
};
