import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "urql";
import { createClient } from "./graphql/create-client.js";
import { ErrorBoundary } from "./errors/error-boundary.js";

/** Puts a page into its HTML file: with a client of its own, and with something to show when it breaks. */
export function start(page: ReactNode): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no element #root.");
  // A page that the browser has kept shows who was here before, and what was under way when it was left.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <Provider value={createClient()}>{page}</Provider>
      </ErrorBoundary>
    </StrictMode>,
  );
}
