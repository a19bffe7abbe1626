import type { Client, OperationResult } from "urql";
import { SessionNowDocument, type NextStep, type SessionNowQuery } from "../generated/operations.js";

/** What only a change of session or credential brings about. */
const ABOUT_THE_SESSION: ReadonlySet<unknown> = new Set<NextStep>([
  "LOG_IN",
  "ADD_TOKEN",
  "REPLACE_TOKEN",
  "RECONNECT_GITHUB",
]);

/**
 * Asks for the session anew when an error tells what the session that came along, or was there before, did not know yet:
 * GitHub has just refused the credential, or somebody has signed out elsewhere. Header, banner and page then follow.
 */
export function noticeChanges(client: Client, { data, error }: OperationResult): void {
  const steps = (error?.graphQLErrors ?? []).map(({ extensions }) => extensions["nextStep"]);
  const step = steps.find((candidate) => ABOUT_THE_SESSION.has(candidate));
  if (step === undefined) return;
  const brought = (data as Partial<SessionNowQuery> | null | undefined)?.session;
  const known = brought ?? client.readQuery(SessionNowDocument, {}, { requestPolicy: "cache-only" })?.data?.session;
  if (known?.nextStep === step) return;
  void client.query(SessionNowDocument, {}, { requestPolicy: "network-only" }).toPromise();
}
