import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { Shell } from "./shell/shell.js";
import { PageSkeleton } from "./ui/skeleton.js";

const RepositoriesPage = lazy(() => import("./pages/repositories/repositories-page.js"));
const SettingsPage = lazy(() => import("./pages/settings/settings-page.js"));
const CallbackPage = lazy(() => import("./pages/sign-in/callback-page.js"));
const DevicePage = lazy(() => import("./pages/sign-in/device-page.js"));

/** The pages of the console, by address. The gateway serves exactly these: `src/server/console/console-paths.ts`. */
export function App() {
  return (
    <Shell>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          <Route path="/" component={RepositoriesPage} />
          <Route path="/repositories" component={RepositoriesPage} />
          <Route path="/settings" component={SettingsPage} />
          <Route path="/auth/callback" component={CallbackPage} />
          <Route path="/auth/device" component={DevicePage} />
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}
