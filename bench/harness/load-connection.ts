import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { COUNTER } from "./messages.js";

export interface LoadTarget {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of sending again and again. */
export interface Run {
  /** Of each answer, from the first byte sent to the last one received. */
  readonly millis: readonly number[];
  /** Answers of another status than 200, or of another length than the first one. */
  readonly wrong: number;
}

const HEAD_END = "\r\n\r\n";
const CHUNKS_END = "0\r\n\r\n";

// Shared by all connections, so that no two requests ever carry the same number.
let counter = Number(COUNTER);

/** One connection that is kept alive, with one request at a time; HTTP/1.1 as far as the bench meets it, and no more. */
export class LoadConnection {
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly #counterAt: readonly number[];
  #answer: Promise<Answer> | undefined;
  #take: ((answer: Answer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;
  /** Of the answer that is coming in. */
  #head = "";
  #body: Buffer[] = [];
  #bodyBytes = 0;
  #expectedBytes: number | undefined;
  #firstLength: number | undefined;

  private constructor(socket: Socket, target: LoadTarget) {
    this.#socket = socket;
    this.#request = Buffer.from(requestText(target), "utf8");
    this.#counterAt = placesOf(this.#request, COUNTER);
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    socket.on("error", (error) => this.#fail?.(error));
    socket.on("close", () => this.#fail?.(new Error(`The server closed the connection.\n${this.#head}`)));
  }

  static async open(target: LoadTarget): Promise<LoadConnection> {
    const socket = connect(target.port, "127.0.0.1");
    await once(socket, "connect");
    return new LoadConnection(socket, target);
  }

  /** One request; the body of its answer. */
  async askForText(): Promise<string> {
    const { status, body, isChunked } = await this.#send();
    const text = isChunked ? withoutChunks(body) : body.toString("utf8");
    if (status !== 200) throw new Error(`Status ${status}: ${text.slice(0, 500)}`);
    this.#firstLength = isChunked ? undefined : body.length;
    return text;
  }

  async repeat(goesOn: () => boolean): Promise<Run> {
    const millis: number[] = [];
    let wrong = 0;
    while (goesOn()) {
      const begin = performance.now();
      const { status, body } = await this.#send();
      millis.push(performance.now() - begin);
      if (status !== 200 || (this.#firstLength !== undefined && body.length !== this.#firstLength)) wrong += 1;
    }
    return { millis, wrong };
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #send(): Promise<Answer> {
    for (const place of this.#counterAt) this.#request.write(String((counter += 1)), place, "latin1");
    this.#answer = new Promise((resolve, reject) => {
      this.#take = resolve;
      this.#fail = reject;
    });
    this.#socket.write(this.#request);
    return this.#answer;
  }

  #onData(chunk: Buffer): void {
    let rest = chunk;
    if (!this.#head.endsWith(HEAD_END)) {
      // Nearly always whole in the first chunk: the body behind it is then never made into text.
      const bodyAt = this.#head === "" ? chunk.indexOf(HEAD_END) : -1;
      const text = this.#head + chunk.toString("latin1", 0, bodyAt === -1 ? undefined : bodyAt + HEAD_END.length);
      const end = text.indexOf(HEAD_END);
      if (end === -1) {
        this.#head = text;
        return;
      }
      const headEnd = end + HEAD_END.length;
      rest = chunk.subarray(headEnd - this.#head.length);
      this.#head = text.slice(0, headEnd);
      const length = /\r\ncontent-length: *(\d+)/i.exec(this.#head)?.[1];
      this.#expectedBytes = length === undefined ? undefined : Number(length);
    }
    this.#body.push(rest);
    this.#bodyBytes += rest.length;
    const isChunked = this.#expectedBytes === undefined;
    const isWhole = isChunked ? endsWith(this.#body, CHUNKS_END) : this.#bodyBytes >= (this.#expectedBytes ?? 0);
    if (!isWhole) return;
    const [only = Buffer.alloc(0), ...more] = this.#body;
    const body = more.length === 0 ? only : Buffer.concat(this.#body);
    const status = Number(this.#head.slice(9, 12));
    this.#head = "";
    this.#body = [];
    this.#bodyBytes = 0;
    this.#take?.({ status, body, isChunked });
  }
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly isChunked: boolean;
}

function requestText({ port, path, headers, body }: LoadTarget): string {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    "content-type": "application/json",
    accept: "application/json",
    ...headers,
    "content-length": String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

function placesOf(bytes: Buffer, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) places.push(at);
  return places;
}

/** JSON cannot end like this, so it is the last chunk. */
function endsWith(parts: readonly Buffer[], text: string): boolean {
  const last = parts.at(-1) ?? Buffer.alloc(0);
  const tail = last.length >= text.length ? last : Buffer.concat(parts.slice(-2));
  return tail.subarray(-text.length).toString("latin1") === text;
}

function withoutChunks(body: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf("\r\n", at);
    const size = parseInt(body.subarray(at, lineEnd).toString("latin1"), 16);
    if (!(size > 0)) return Buffer.concat(parts).toString("utf8");
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
