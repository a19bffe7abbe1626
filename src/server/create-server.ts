import express from "express";
import type { GatewayDescription } from "../context/gateway-description.js";
import type { Config } from "../config/config.js";
import type { OpenEdition } from "../editions/edition.js";
import { buildGatewaySchema } from "../resolvers/build-schema.js";
import { CALLBACK_FILES, CALLBACK_PATH, callbackFile, callbackPage } from "./callback/callback-page.js";
import type { Step } from "./connect.js";
import { ERROR_PAGE_PATH, errorPage } from "./error-page.js";
import { Explorer, noExplorer } from "./explorer/explorer.js";
import { createApollo } from "./graphql/create-apollo.js";
import { graphqlErrors, graphqlHandler } from "./graphql/graphql-handler.js";
import { health, Readiness } from "./health.js";
import { hostGuard } from "./host-guard.js";
import { HttpServer } from "./http-server.js";
import { jsonErrors, notFound, onlyReading } from "./json-errors.js";
import type { Log } from "./log/create-log.js";
import { requestId } from "./request-id.js";
import { requestLog } from "./request-log.js";
import { schemaFile } from "./schema-file.js";
import { securityHeaders } from "./security-headers.js";

export interface ServerOptions {
  readonly config: Config;
  readonly edition: OpenEdition;
  readonly description: GatewayDescription;
  readonly log: Log;
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
export async function createServer({ config, edition, description, log }: ServerOptions): Promise<GatewayServer> {
  const schema = await buildGatewaySchema();
  const apollo = await createApollo({ schema, introspection: config.introspection, log });
  const readiness = new Readiness({ gates: edition.gates, log });
  const explorer = config.explorer ? new Explorer({ edition }) : undefined;
  log.debug({ middleware: edition.middleware.map(({ name }) => name) }, "steps before GraphQL");

  const app = express();
  app.set("trust proxy", config.trustProxy);
  app.enable("case sensitive routing");
  app.enable("strict routing");
  app.disable("etag");
  app.disable("x-powered-by");

  app.use(requestId());
  app.use(requestLog({ log }));
  app.use(securityHeaders({ publicUrl: config.publicUrl }));
  app.use(hostGuard({ publicUrl: config.publicUrl }));

  app.all("/healthz", onlyReading(), health());
  app.all("/readyz", onlyReading(), readiness.step());
  app.all("/schema.graphql", onlyReading(), schemaFile(schema));
  app.all(ERROR_PAGE_PATH, onlyReading(), errorPage());
  if (explorer) app.all("/explorer/*file", onlyReading(), explorer.files());

  if (edition.loginFlow !== null) {
    app.all(CALLBACK_PATH, onlyReading(), callbackPage());
    for (const path of CALLBACK_FILES) app.all(path, onlyReading(), callbackFile(path));
  }

  app.all(
    "/graphql",
    explorer?.page() ?? noExplorer(),
    ...edition.middleware.map(
      (middleware): Step =>
        (request, response, next) =>
          middleware.handle(request, response, next),
    ),
    graphqlHandler({ schema, apollo, edition, description, log }),
    graphqlErrors({ description, log }),
  );

  app.use(notFound());
  app.use(jsonErrors({ log }));

  const server = new HttpServer({ host: config.host, port: config.port, listener: app });
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
