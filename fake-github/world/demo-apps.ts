import type { UserRecord } from "./records.js";
import type { World } from "./world.js";

/** Slug of the App of the demo world. */
export const DEMO_APP = "octogate-demo";

/**
 * A GitHub App that is installed in every way: for all repositories of the viewer, for two of `northwind`, suspended on
 * `sprocket`, waiting for approval of more permissions on `acme`, and not at all on `elsewhere`.
 */
export function addDemoApps(world: World, viewer: UserRecord): void {
  const callbacks = ["http://127.0.0.1:4000/auth/callback", "http://localhost:4000/auth/callback"];
  const app = world.addApp({
    slug: DEMO_APP,
    name: "Octogate Demo",
    owner: viewer,
    clientId: "Iv1.fake0octogate",
    redirectUris: callbacks,
  });
  const ofNorthwind = world.allRepositories().filter(({ owner }) => owner.login === "northwind");
  world.install(app, viewer);
  world.install(app, "northwind", { selection: ofNorthwind.slice(0, 2).map(({ name }) => name) });
  world.install(app, "sprocket", { suspended: true });
  world.install(app, "acme", { needsApproval: true });
  world.addApp({
    slug: "octogate-demo-oauth",
    name: "Octogate Demo (OAuth App)",
    kind: "oauth-app",
    owner: viewer,
    redirectUris: callbacks,
  });
}
