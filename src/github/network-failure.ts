import { GatewayError } from "../errors/gateway-error.js";

// https://nodejs.org/api/errors.html and https://undici.nodejs.org/#/docs/api/Errors
const REFUSED_NAME = new Set(["ENOTFOUND", "EAI_AGAIN"]);
const REFUSED_CONNECTION = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);
const BROKEN = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"]);
const TOO_SLOW = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "TimeoutError"]);

/** Whether the connection broke, so that asking again can help. Never true for an answer that GitHub did give. */
export function isBrokenConnection(error: unknown): boolean {
  return BROKEN.has(codeOf(error));
}

/** Puts a failure to reach GitHub into our words. The original is left out: its text can contain addresses of proxies. */
export function networkFailure(error: unknown, host: string): GatewayError {
  const code = codeOf(error);
  if (TOO_SLOW.has(code)) {
    return new GatewayError(
      "GITHUB_TIMEOUT",
      `${host} did not answer within ten seconds. Ask for less, or try again later.`,
    );
  }
  if (BROKEN.has(code)) {
    return new GatewayError("GITHUB_UNAVAILABLE", `The connection to ${host} broke. Try again in a moment.`);
  }
  if (REFUSED_NAME.has(code)) {
    return unreachable(`The name ${host} cannot be resolved. Check OCTOGATE_GITHUB_URL and the network's DNS.`);
  }
  if (REFUSED_CONNECTION.has(code)) {
    return unreachable(`No connection to ${host} could be made. Check the network, the proxy and OCTOGATE_GITHUB_URL.`);
  }
  if (code.startsWith("ERR_TLS") || code.startsWith("CERT") || /CERT|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return unreachable(`The certificate of ${host} is not trusted here. Name its authority in NODE_EXTRA_CA_CERTS.`);
  }
  return unreachable(`${host} cannot be reached (${/^\w+$/.test(code) ? code : "unknown reason"}). Check the network.`);
}

function unreachable(message: string): GatewayError {
  return new GatewayError("GITHUB_HOST_UNREACHABLE", message);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error.cause !== undefined) return codeOf(error.cause) || error.name;
  return error.name;
}
