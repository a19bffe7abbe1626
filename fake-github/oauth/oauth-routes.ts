import type { GitHub } from "../github.js";
import type { Route } from "../http/messages.js";
import { authorizeRoutes } from "./authorize-routes.js";
import { deviceRoutes } from "./device-routes.js";
import { tokenEndpoint } from "./token-endpoint.js";

/** Everything below `/login`. */
export function oauthRoutes(github: GitHub): readonly Route[] {
  return [...authorizeRoutes(github), ...tokenEndpoint(github), ...deviceRoutes(github)];
}
