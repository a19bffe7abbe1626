import type { FakeRequest } from "../http/messages.js";
import type { AppRecord } from "../world/app-records.js";
import type { World } from "../world/world.js";
import { parametersOf } from "./parameters.js";

/** Who says to be a client. */
export interface Client {
  readonly app: AppRecord;
  /** Whether the App's secret came with it; `false` as well for a wrong one. */
  readonly hasSecret: boolean;
  /** Whether a secret came that is not the App's. */
  readonly hasWrongSecret: boolean;
}

/** The client of a request, from its Authorization header or its parameters; `null` when no App has such an id. */
export function readClient(world: World, request: FakeRequest): Client | null {
  const basic = /^basic\s+(\S+)$/i.exec(request.headers.authorization ?? "");
  const [id = "", secret = ""] = basic ? readBasic(basic[1] as string) : readParameters(request);
  const app = world.apps.get(id);
  if (!app) return null;
  const hasSecret = secret === app.clientSecret;
  return { app, hasSecret, hasWrongSecret: secret !== "" && !hasSecret };
}

/** Both halves are form-encoded: https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
function readBasic(encoded: string): readonly string[] {
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)].map((half) => decode(half));
}

function decode(half: string): string {
  try {
    return decodeURIComponent(half);
  } catch {
    return half;
  }
}

function readParameters(request: FakeRequest): readonly string[] {
  const parameters = parametersOf(request);
  return [parameters.get("client_id") ?? "", parameters.get("client_secret") ?? ""];
}
