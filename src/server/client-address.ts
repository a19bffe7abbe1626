import proxyAddress from "proxy-addr";
import type { IncomingMessage } from "node:http";
import type { Step } from "./connect.js";

/** Whether the address so many proxies away is one of a proxy in front of the gateway. */
export type TrustsProxy = (address: string, distance: number) => boolean;

/** Notes the client's address as Express does, as `request.ip`: behind the proxies that are trusted, and no further. */
export function clientAddress(trusts: TrustsProxy): Step {
  return (request, _response, next) => {
    (request as IncomingMessage & { ip?: string }).ip = proxyAddress(request, trusts);
    next();
  };
}
