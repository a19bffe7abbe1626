import proxyAddress from "proxy-addr";
import type { IncomingMessage } from "node:http";
import type { Config } from "../config/config.js";
import type { Step } from "./connect.js";

/** Notes the client's address as Express does, as `request.ip`: behind the proxies that are trusted, and no further. */
export function clientAddress({ trustProxy }: Pick<Config, "trustProxy">): Step {
  const addressOf = addressBehind(trustProxy);
  return (request: IncomingMessage & { ip?: string | undefined }, _response, next) => {
    request.ip = addressOf(request);
    next();
  };
}

function addressBehind(trusted: Config["trustProxy"]): (request: IncomingMessage) => string | undefined {
  if (trusted === 0) return ({ socket }) => socket.remoteAddress;
  const trusts =
    typeof trusted === "number"
      ? (_address: string, distance: number) => distance < trusted
      : proxyAddress.compile([...trusted]);
  return (request) => proxyAddress(request, trusts);
}
