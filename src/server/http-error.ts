import type { ErrorCode } from "../errors/error-catalogue.js";
import { GatewayError } from "../errors/gateway-error.js";

export interface HttpErrorOptions {
  readonly status: number;
  readonly code: ErrorCode;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused for what it is as HTTP: path, method, media type, size. */
export class HttpError extends GatewayError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, { status, code, headers = {} }: HttpErrorOptions) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}

/** 405 with the methods that would do. */
export function methodNotAllowed(allowed: readonly string[]): HttpError {
  return new HttpError(`This address does not know the method. Use ${allowed.join(" or ")}.`, {
    status: 405,
    code: "BAD_REQUEST",
    headers: { Allow: allowed.join(", ") },
  });
}
