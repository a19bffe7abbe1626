import type { CompleteLoginInput } from "../../generated/operations.js";

const query = new URLSearchParams(location.search);
const given = (name: string) => query.get(name) ?? undefined;

const input = {
  code: given("code"),
  state: given("state"),
  error: given("error"),
  errorDescription: given("error_description"),
  installationId: given("installation_id"),
  setupAction: given("setup_action"),
};

/** What GitHub sent the browser back with; `undefined` where somebody just opens the page. */
export const callbackInput: CompleteLoginInput | undefined = Object.values(input).some((value) => value !== undefined)
  ? input
  : undefined;

// The code must stay neither in the address bar nor in the history.
if (callbackInput !== undefined) history.replaceState(history.state, "", location.pathname);
