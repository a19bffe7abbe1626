import express from "express";
import type { GatewayDescription } from "../context/gateway-description.js";
import type { Config } from "../config/config.js";
import type { OpenEdition } from "../editions/edition.js";
import { buildGatewaySchema } from "../resolvers/build-schema.js";
import { clientAddress, type TrustsProxy } from "./client-address.js";
import { pathOf, type Step } from "./connect.js";
import { ASSETS_PATH, consoleAssets } from "./console/console-assets.js";
import { consolePage } from "./console/console-page.js";
import { CONSOLE_PATHS, SIGN_IN_PATHS } from "./console/console-paths.js";
import { ERROR_PAGE_PATH, errorPage } from "./error-page.js";
import { EXAMPLES_PATH, explorerExamples, explorerPage, noExplorer } from "./explorer/explorer.js";
import { createApollo } from "./graphql/create-apollo.js";
import { graphqlErrors, graphqlHandler, type OnBothWays } from "./graphql/graphql-handler.js";
import { health, Readiness } from "./health.js";
import { hostGuard } from "./host-guard.js";
import { HttpServer } from "./http-server.js";
import { jsonErrors, notFound, onlyReading } from "./json-errors.js";
import type { Log } from "./log/create-log.js";
import { requestId } from "./request-id.js";
import { requestLog } from "./request-log.js";
import { schemaFile } from "./schema-file.js";
import { stepChain } from "./step-chain.js";
import { securityHeaders } from "./security-headers.js";

export interface ServerOptions {
  readonly config: Config;
  readonly edition: OpenEdition;
  readonly description: GatewayDescription;
  readonly log: Log;
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

/** Puts the server together: every step of a request, in order. */
export async function createServer({
  config,
  edition,
  description,
  log,
  onBothWays,
}: ServerOptions): Promise<GatewayServer> {
  const schema = await buildGatewaySchema();
  const apollo = await createApollo({ schema, introspection: config.introspection, log });
  const readiness = new Readiness({ gates: edition.gates, log });
  log.debug({ middleware: edition.middleware.map(({ name }) => name) }, "steps before GraphQL");

  const app = express();
  app.set("trust proxy", config.trustProxy);
  app.enable("case sensitive routing");
  app.enable("strict routing");
  app.disable("etag");
  app.disable("x-powered-by");

  const first: readonly Step[] = [
    requestId(),
    requestLog({ log }),
    securityHeaders({ publicUrl: config.publicUrl }),
    hostGuard({ publicUrl: config.publicUrl }),
  ];
  app.use(...first);

  app.all("/healthz", onlyReading(), health());
  app.all("/readyz", onlyReading(), readiness.step());
  app.all("/schema.graphql", onlyReading(), schemaFile(schema));
  app.all(ERROR_PAGE_PATH, onlyReading(), errorPage());
  if (config.explorer) app.all(EXAMPLES_PATH, onlyReading(), explorerExamples({ edition }));

  const pages = edition.loginFlow === null ? CONSOLE_PATHS : [...CONSOLE_PATHS, ...SIGN_IN_PATHS];
  for (const path of pages) app.all(path, onlyReading(), consolePage());
  app.all(`${ASSETS_PATH}*file`, onlyReading(), consoleAssets());

  const graphql = stepChain(
    [
      ...first,
      clientAddress(app.get("trust proxy fn") as TrustsProxy),
      config.explorer ? explorerPage() : noExplorer(),
      ...edition.middleware.map(
        (middleware): Step =>
          (request, response, next) =>
            middleware.handle(request, response, next),
      ),
      graphqlHandler({ schema, apollo, edition, description, log, ...(onBothWays !== undefined && { onBothWays }) }),
    ],
    [graphqlErrors({ description, log }), jsonErrors({ log })],
  );

  app.use(notFound());
  app.use(jsonErrors({ log }));

  const server = new HttpServer({
    host: config.host,
    port: config.port,
    listener: (request, response) => (pathOf(request) === "/graphql" ? graphql : app)(request, response),
  });
  return {
    get url() {
      return server.url;
    },
    async listen() {
      await server.listen();
      readiness.open();
    },
    drain() {
      readiness.close();
      server.drain();
    },
    async [Symbol.asyncDispose]() {
      readiness.close();
      await server[Symbol.asyncDispose]();
      await apollo.stop();
    },
  };
}
