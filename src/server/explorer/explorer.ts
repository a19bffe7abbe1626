import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { OpenEdition } from "../../editions/edition.js";
import { pathOf, type Step } from "../connect.js";
import { prefersPage } from "../graphql/negotiate.js";
import { HttpError } from "../http-error.js";
import { EXPLORER_ASSETS, readAsset } from "./explorer-assets.js";
import { exampleTabs } from "./explorer-examples.js";
import { EXPLORER_POLICY, explorerPage } from "./explorer-page.js";

const EXAMPLES = "/explorer/examples.json";

interface LoadedFile {
  readonly path: string;
  readonly type: string;
  readonly content: Buffer;
}

/** GraphiQL from our own origin: signed in by the same cookie, and without a word to anyone else. */
export class Explorer {
  readonly #examples: string;
  #files: Promise<readonly LoadedFile[]> | undefined;

  constructor({ edition }: { readonly edition: OpenEdition }) {
    this.#examples = JSON.stringify(exampleTabs(edition));
  }

  /** Answers browsers that navigate to `/graphql`; leaves operations to the next step. */
  page(): Step {
    return async (request, response, next) => {
      if (!wantsPage(request)) return next();
      const files = await this.#load();
      const pathsOf = (type: string) => files.filter((file) => file.type.startsWith(type)).map(({ path }) => path);
      response.setHeader("Content-Security-Policy", EXPLORER_POLICY);
      response.setHeader("Vary", "Accept");
      const page = explorerPage({
        styles: pathsOf("text/css"),
        scripts: pathsOf("text/javascript"),
        examples: EXAMPLES,
      });
      send(response, { type: "text/html; charset=utf-8", cache: "no-cache", content: page });
    };
  }

  /** Answers below `/explorer/`. The hash of the content is part of a path, so that browsers need never ask again. */
  files(): Step {
    return async (request, response, next) => {
      const path = pathOf(request);
      if (path === EXAMPLES) {
        return send(response, {
          type: "application/json; charset=utf-8",
          cache: "no-cache",
          content: this.#examples,
        });
      }
      const file = (await this.#load()).find((candidate) => candidate.path === path);
      if (file === undefined) return next();
      send(response, {
        type: file.type,
        cache: "public, max-age=31536000, immutable",
        content: file.content,
      });
    };
  }

  #load(): Promise<readonly LoadedFile[]> {
    this.#files ??= Promise.all(
      EXPLORER_ASSETS.map(async (asset) => {
        const content = await readAsset(asset);
        const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
        return { path: `/explorer/${hash}/${asset.name}`, type: asset.type, content };
      }),
    );
    return this.#files;
  }
}

/** In the explorer's place where it is switched off. */
export function noExplorer(): Step {
  return (request, _response, next) => {
    if (!wantsPage(request)) return next();
    next(
      new HttpError("The explorer is off here. Send operations by POST; the operator can set OCTOGATE_EXPLORER=on.", {
        status: 404,
        code: "NOT_FOUND",
      }),
    );
  };
}

function wantsPage({ method, url, headers }: IncomingMessage): boolean {
  const isReading = method === "GET" || method === "HEAD";
  const hasQuery = new URLSearchParams(url?.split("?", 2)[1] ?? "").has("query");
  return isReading && !hasQuery && prefersPage(headers.accept);
}

interface Sent {
  readonly type: string;
  readonly cache: string;
  readonly content: string | Buffer;
}

function send(response: ServerResponse, { type, cache, content }: Sent): void {
  response.setHeader("Content-Type", type);
  response.setHeader("Cache-Control", cache);
  response.setHeader("Content-Length", Buffer.byteLength(content));
  response.end(content);
}
