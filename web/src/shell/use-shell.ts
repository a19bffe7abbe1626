import { useQuery } from "urql";
import { ShellStateDocument, type ShellStateQuery } from "../generated/operations.js";

/** What pages have brought along for the shell; `undefined` until the first of them has. Asks nobody itself. */
export function useShell(): ShellStateQuery | undefined {
  const [{ data }] = useQuery({ query: ShellStateDocument, requestPolicy: "cache-only" });
  return data ?? undefined;
}
