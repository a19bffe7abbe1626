import { useState } from "react";
import { useMutation } from "urql";
import { failureOf, type Failure } from "../errors/failure.js";
import { StartLoginDocument, type StartLoginInput } from "../generated/operations.js";

export interface BeginLogin {
  /** Goes to GitHub; without `returnTo` the user comes back to where they are. */
  readonly begin: (input: Partial<StartLoginInput>) => void;
  readonly isLeaving: boolean;
  readonly failure: Failure | undefined;
}

/** Begins a login, for whichever purpose. */
export function useBeginLogin(): BeginLogin {
  const [{ fetching, data, error }, start] = useMutation(StartLoginDocument);
  const [isLeaving, setLeaving] = useState(false);
  async function begin(input: Partial<StartLoginInput>): Promise<void> {
    const here = `${location.pathname}${location.search}${location.hash}`;
    const answer = await start({ input: { returnTo: here, ...input } });
    const authorizationUrl = answer.data?.startLogin?.authorizationUrl;
    if (!authorizationUrl) return;
    setLeaving(true);
    location.assign(authorizationUrl);
  }
  return {
    begin: (input) => void begin(input),
    isLeaving: fetching || isLeaving,
    failure: failureOf(error) ?? data?.startLogin?.userErrors[0],
  };
}
