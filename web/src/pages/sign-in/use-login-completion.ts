import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { failureOf, type Failure } from "../../errors/failure.js";
import {
  CompleteLoginDocument,
  type CompleteLoginInput,
  type CompleteLoginMutation,
} from "../../generated/operations.js";

export type LoginCompletion =
  | { readonly state: "under-way" }
  | { readonly state: "done"; readonly payload: NonNullable<CompleteLoginMutation["completeLogin"]> }
  | { readonly state: "failed"; readonly failure: Failure };

/** Hands to the gateway what GitHub sent, once; and again only when somebody asks for it. */
export function useLoginCompletion(input: CompleteLoginInput): [LoginCompletion, () => void] {
  const client = useClient();
  const [completion, setCompletion] = useState<LoginCompletion>({ state: "under-way" });
  const hasBegun = useRef(false);

  async function complete(): Promise<void> {
    setCompletion({ state: "under-way" });
    const { data, error } = await client.mutation(CompleteLoginDocument, { input }).toPromise();
    const failure = failureOf(error);
    if (data?.completeLogin) setCompletion({ state: "done", payload: data.completeLogin });
    else if (failure !== undefined) setCompletion({ state: "failed", failure });
  }

  useEffect(() => {
    // An effect can run twice; the login must not.
    if (hasBegun.current) return;
    hasBegun.current = true;
    void complete();
  });
  return [completion, () => void complete()];
}
