import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { HttpError } from "../http-error.js";

export interface JsonBodyOptions<T> {
  /** After decompression: a few hundred bytes can inflate to gigabytes. */
  readonly maxBytes: number;
  /** Makes what is asked for of the body. */
  readonly take: (body: JsonBody) => T;
}

/** A body that came as JSON, and may be none. */
export interface JsonBody {
  /** One character for each byte. */
  readonly bytes: string;
  /** @throws NotJsonError */
  parse(): unknown;
}

const BAD_REQUEST = { status: 400, code: "BAD_REQUEST" } as const;

const UTF_8 = new TextDecoder("utf-8", { fatal: true });

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads a body of `application/json` in UTF-8. Anything else is refused: forms and plain text can be sent by any
 * page without asking first, and other encodings have been used to hide what is sent.
 *
 * @throws HttpError 400, 413 or 415; some of them at once, the others as a rejection.
 */
export function readJsonBody<T>(request: IncomingMessage, { maxBytes, take }: JsonBodyOptions<T>): Promise<T> {
  assertJson(request.headers["content-type"]);
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = decoded(request);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    function fail(error: HttpError): void {
      reject(error);
      body.off("data", collect);
      // The rest is read and dropped, so that the client gets to read the answer.
      if (body !== request) {
        request.unpipe();
        body.destroy();
      }
      request.resume();
    }
    function collect(chunk: Buffer): void {
      size += chunk.length;
      if (size > maxBytes) return fail(tooLarge(maxBytes));
      chunks.push(chunk);
    }
    body.on("data", collect);
    body.on("end", () => {
      try {
        resolve(take(bodyOf(chunks)));
      } catch (error) {
        reject(error);
      }
    });
    body.on("error", () => fail(body === request ? cutOff() : notDecompressed()));
    // A decoder is not told that no more will come.
    if (body !== request) request.on("close", () => request.complete || fail(cutOff()));
  });
}

/** 400 for a body that is no JSON in UTF-8. */
export class NotJsonError extends HttpError {
  constructor() {
    super('The body is not JSON in UTF-8. Send an object such as { "query": "{ __typename }" }.', BAD_REQUEST);
  }
}

function bodyOf(chunks: readonly Buffer[]): JsonBody {
  const [first = Buffer.alloc(0)] = chunks;
  const bytes = chunks.length <= 1 ? first : Buffer.concat(chunks);
  return {
    bytes: bytes.toString("latin1"),
    parse() {
      try {
        return JSON.parse(UTF_8.decode(bytes));
      } catch {
        throw new NotJsonError();
      }
    },
  };
}

function assertJson(contentType: string | undefined): void {
  if (contentType === "application/json") return;
  const [essence = "", ...parameters] = (contentType ?? "").split(";").map((text) => text.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (essence === "application/json" && (charset === undefined || /^"?utf-?8"?$/.test(charset))) return;
  throw new HttpError("The body must be JSON. Send it with Content-Type: application/json, in UTF-8.", {
    status: 415,
    code: "BAD_REQUEST",
    headers: { Accept: "application/json" },
  });
}

function decoded(request: IncomingMessage): Readable {
  const encoding = request.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity") return request;
  const createDecoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (createDecoder === undefined) {
    throw new HttpError("The content encoding is not known. Use gzip, deflate or br, or none.", {
      status: 415,
      code: "BAD_REQUEST",
      headers: { "Accept-Encoding": Object.keys(DECODERS).join(", ") },
    });
  }
  return request.pipe(createDecoder());
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(`The body is larger than ${maxBytes} bytes. Split the operation.`, {
    status: 413,
    code: "BAD_REQUEST",
  });
}

function notDecompressed(): HttpError {
  return new HttpError("The body cannot be decompressed. Send it without Content-Encoding.", BAD_REQUEST);
}

function cutOff(): HttpError {
  return new HttpError("The connection ended before the body did. Send it again.", BAD_REQUEST);
}
