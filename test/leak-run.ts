import { randomBytes } from "node:crypto";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startFakeGitHub, type FakeGitHub } from "../fake-github/index.js";
import { send, type PlainAnswer, type PlainRequest } from "./http-requests.js";
import { OctogateProcess, type Ending } from "./octogate-process.js";

export interface SeenAnswer extends PlainAnswer {
  /** Codes of GraphQL errors, user errors or of the error page. */
  readonly codes: readonly string[];
}

function shapeOfToday(): string {
  return `ghp_${randomBytes(18).toString("hex")}`;
}

/** Shapes that the secret of a run can have: as GitHub makes them now, as it did before, and like nothing known. */
export const SHAPES: Readonly<Record<string, () => string>> = {
  "of today": shapeOfToday,
  "of before 2021": () => randomBytes(20).toString("hex"),
  "that nobody knows": () => `open-sesame-${randomBytes(12).toString("hex")}`,
};

// Fails with errors that carry the token in every way that errors of libraries do.
const FAILING_EDITION = `
export default {
  ...oss,
  name: "failing",
  kind: "CUSTOM",
  tokenInspector(resources) {
    const inspector = oss.tokenInspector(resources);
    return {
      guide: inspector.guide,
      inspect(token, signal) {
        if (!token.matches(/^fail-inside-/)) return inspector.inspect(token, signal);
        const request = { headers: { authorization: "bearer " + token.reveal() }, token };
        const cause = Object.assign(new Error("below " + token), { request, response: { data: token.reveal() } });
        throw Object.assign(new Error("Failed with " + token, { cause }), { request, token });
      },
    };
  },
};`;

interface Parts {
  readonly fakeGitHub: FakeGitHub;
  readonly folder: string;
  readonly listener: Listener;
  readonly program: OctogateProcess;
  readonly makeSecret: () => string;
}

/** The real program on a fake GitHub, and everything that ever came out of it. */
export class LeakRun implements AsyncDisposable {
  readonly fakeGitHub: FakeGitHub;
  readonly listener: Listener;
  readonly program: OctogateProcess;
  readonly dataDir: string;
  /** The token that is stored; GitHub accepts it. */
  readonly stored: string;
  readonly secrets: string[] = [];
  readonly answers: SeenAnswer[] = [];
  readonly #folder: string;
  readonly #makeSecret: () => string;
  #url = "";

  private constructor({ fakeGitHub, folder, listener, program, makeSecret }: Parts) {
    this.fakeGitHub = fakeGitHub;
    this.listener = listener;
    this.program = program;
    this.dataDir = join(folder, "data");
    this.#folder = folder;
    this.#makeSecret = makeSecret;
    this.stored = this.canary();
  }

  /** Every secret that this run makes has the one shape. */
  static async start(makeSecret: () => string): Promise<LeakRun> {
    const folder = await mkdtemp(join(tmpdir(), "octogate-test-"));
    const edition = join(folder, "edition.mjs");
    const oss = pathToFileURL(resolve("dist/src/editions/oss.js")).href;
    await writeFile(edition, `import oss from ${JSON.stringify(oss)};${FAILING_EDITION}`);
    const fakeGitHub = await startFakeGitHub();
    const program = new OctogateProcess(["start"], {
      env: {
        OCTOGATE_EDITION: edition,
        OCTOGATE_DATA_DIR: join(folder, "data"),
        OCTOGATE_GITHUB_URL: fakeGitHub.url,
        OCTOGATE_LOG_LEVEL: "debug",
      },
    });
    const run = new LeakRun({ fakeGitHub, folder, program, makeSecret, listener: await listen() });
    fakeGitHub.world.addToken({ name: "stored", text: run.stored, user: "octo-mock", ssoAuthorized: ["acme"] });
    run.#url = await program.url();
    return run;
  }

  /** A new secret, of the shape of this run. */
  canary(): string {
    return this.#note(this.#makeSecret());
  }

  /** A new secret that looks like a token of today, for places where names belong: no log can tell the others apart. */
  shaped(): string {
    return this.#note(shapeOfToday());
  }

  /** The secret of a token that the fake GitHub has. */
  tokenOf(name: string): string {
    return this.#note(this.fakeGitHub.world.token(name).text);
  }

  #note(secret: string): string {
    this.secrets.push(secret);
    return secret;
  }

  async storeToken(): Promise<SeenAnswer> {
    const query = "mutation S($t: Secret!) { setGitHubToken(input: { token: $t }) { userErrors { code } } }";
    return this.graphql(query, { t: this.stored });
  }

  graphql(query: string, variables: object = {}): Promise<SeenAnswer> {
    return this.post({ query, variables });
  }

  post(body: unknown): Promise<SeenAnswer> {
    return this.send({ method: "POST", body: JSON.stringify(body) });
  }

  async send(request: PlainRequest): Promise<SeenAnswer> {
    const headers =
      request.method === "POST" ? { "content-type": "application/json", ...request.headers } : request.headers;
    const answer = await send(this.#url, { ...request, ...(headers && { headers }) });
    const codes = [...answer.text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code = ""]) => code);
    const seen = { ...answer, codes };
    this.answers.push(seen);
    return seen;
  }

  keepFile(name: string): Promise<void> {
    return copyFile(join(this.dataDir, name), join(this.#folder, name));
  }

  restoreFile(name: string): Promise<void> {
    return copyFile(join(this.#folder, name), join(this.dataDir, name));
  }

  /** Ends the program and gives what it wrote. */
  async end(): Promise<Ending> {
    this.program.signal("SIGTERM");
    return this.program.ended;
  }

  /** Name and content of every file of the data folder. */
  async files(): Promise<readonly { readonly name: string; readonly text: string }[]> {
    const names = await readdir(this.dataDir);
    return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(this.dataDir, name), "latin1") })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.program.signal("SIGKILL");
    await this.program.ended;
    await this.fakeGitHub[Symbol.asyncDispose]();
    await this.listener[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A server that nobody should call. */
interface Listener extends AsyncDisposable {
  readonly url: string;
  readonly heard: readonly string[];
}

async function listen(): Promise<Listener> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? ""}`);
    response.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async [Symbol.asyncDispose]() {
      await new Promise((done) => server.close(done));
    },
  };
}
