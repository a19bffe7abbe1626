import { GatewayError } from "../errors/gateway-error.js";

/** The client went away; nobody is left to read an answer. */
export class ClientGone extends GatewayError {
  constructor() {
    super("BAD_REQUEST", "The request was cancelled.");
  }
}
