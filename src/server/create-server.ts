import type { GatewayDescription } from "../context/gateway-description.js";
import type { Config } from "../config/config.js";
import type { OpenEdition } from "../editions/edition.js";
import { buildGatewaySchema } from "../resolvers/build-schema.js";
import { clientAddress } from "./client-address.js";
import { pathOf, type Step } from "./connect.js";
import { ASSETS_PATH, consoleAssets } from "./console/console-assets.js";
import { consolePage } from "./console/console-page.js";
import { CONSOLE_PATHS, SIGN_IN_PATHS } from "./console/console-paths.js";
import { ALL_DOCUMENTS } from "./documents/documents.js";
import { readTrustedDocuments } from "./documents/read-trusted-documents.js";
import { ERROR_PAGE_PATH, errorPage } from "./error-page.js";
import { EXAMPLES_PATH, explorerExamples, explorerPage, noExplorer } from "./explorer/explorer.js";
import { graphqlErrors, graphqlHandler, type OnBothWays } from "./graphql/graphql-handler.js";
import { LazyApollo } from "./graphql/lazy-apollo.js";
import { health, Readiness } from "./health.js";
import { hostGuard } from "./host-guard.js";
import { HttpServer } from "./http-server.js";
import { jsonErrors } from "./json-errors.js";
import type { Log } from "./log/create-log.js";
import type { Meter } from "./metrics/meter.js";
import { pageRoutes } from "./page-routes.js";
import { requestLog } from "./request-log.js";
import { schemaFile } from "./schema-file.js";
import { stepChain } from "./step-chain.js";
import { securityHeaders } from "./security-headers.js";

export interface ServerOptions {
  readonly config: Config;
  readonly edition: OpenEdition;
  readonly description: GatewayDescription;
  readonly log: Log;
  /** Absent where nobody wants metrics. */
  readonly meter?: Meter | undefined;
  readonly onBothWays?: OnBothWays;
}

/** The gateway over HTTP. Disposing it lets what is in flight finish, then closes. The edition stays open. */
export interface GatewayServer extends AsyncDisposable {
  /** Where it listens, with the port that the system chose. Without a slash at the end. */
  readonly url: string;
  listen(): Promise<void>;
  /** Says "not ready" from now on and lets connections end, while requests are still served. */
  drain(): void;
}

/**
 * Puts the server together: every step of a request, in order.
 *
 * @throws TrustedDocumentsError
 */
export async function createServer({
  config,
  edition,
  description,
  log,
  meter,
  onBothWays,
}: ServerOptions): Promise<GatewayServer> {
  const schema = await buildGatewaySchema();
  const { trustedDocuments } = config;
  const documents =
    trustedDocuments === undefined ? ALL_DOCUMENTS : await readTrustedDocuments({ path: trustedDocuments, schema });
  const apollo = new LazyApollo({ schema, introspection: config.introspection, log });
  const readiness = new Readiness({ gates: edition.gates, log });
  log.debug({ middleware: edition.middleware.map(({ name }) => name) }, "steps before GraphQL");

  const first = [
    ...(log.isLevelEnabled("debug") ? [requestLog({ log })] : []),
    hostGuard({ publicUrl: config.publicUrl }),
  ];

  const consolePaths = edition.loginFlow === null ? CONSOLE_PATHS : [...CONSOLE_PATHS, ...SIGN_IN_PATHS];
  const pages = stepChain(
    [
      ...first,
      pageRoutes({
        exact: {
          "/healthz": health(),
          "/readyz": readiness.step(),
          "/schema.graphql": schemaFile(schema),
          [ERROR_PAGE_PATH]: errorPage(),
          ...(config.explorer && { [EXAMPLES_PATH]: explorerExamples({ edition }) }),
          ...Object.fromEntries(consolePaths.map((path) => [path, consolePage()])),
        },
        below: { [ASSETS_PATH]: consoleAssets() },
      }),
    ],
    [jsonErrors({ log })],
  );

  const graphql = stepChain(
    [
      ...first,
      clientAddress(config),
      config.explorer ? explorerPage() : noExplorer(),
      ...edition.middleware.map(
        (middleware): Step =>
          (request, response, next) =>
            middleware.handle(request, response, next),
      ),
      graphqlHandler({
        schema,
        apollo,
        documents,
        edition,
        description,
        log,
        meter,
        ...(onBothWays !== undefined && { onBothWays }),
      }),
    ],
    [graphqlErrors({ description, log, meter }), jsonErrors({ log, onCode: meter && ((code) => meter.refusal(code)) })],
  );

  const server = new HttpServer({
    host: config.host,
    port: config.port,
    headers: securityHeaders({ publicUrl: config.publicUrl }),
    listener: (request, response) => (pathOf(request) === "/graphql" ? graphql : pages)(request, response),
  });
  return {
    get url() {
      return server.url;
    },
    async listen() {
      await server.listen();
      readiness.open();
      // The first operation that needs it would wait for it.
      void apollo.get();
    },
    drain() {
      readiness.close();
      server.drain();
    },
    async [Symbol.asyncDispose]() {
      readiness.close();
      await server[Symbol.asyncDispose]();
      await apollo[Symbol.asyncDispose]();
    },
  };
}
