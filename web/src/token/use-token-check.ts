import { useEffect, useState } from "react";
import { useClient } from "urql";
import { failureOf, type Failure } from "../errors/failure.js";
import { CheckTokenDocument, type TokenFindingsFragment, type TokenProblemFragment } from "../generated/operations.js";

/** Long enough that a token that is typed is not examined at each key. */
const PAUSE = 500;

export interface TokenExamination {
  readonly check: TokenFindingsFragment | null;
  readonly problems: readonly TokenProblemFragment[];
  readonly failure: Failure | undefined;
}

export interface TokenCheckState {
  readonly isChecking: boolean;
  readonly examination: TokenExamination | undefined;
  readonly again: () => void;
}

/** Has a token examined as soon as it stands there; nothing is stored. Only the last one counts. */
export function useTokenCheck(token: string): TokenCheckState {
  const client = useClient();
  // The findings are about one token, at one time that they were asked for.
  const [found, setFound] = useState<{ readonly of: string; readonly examination: TokenExamination }>();
  const [round, setRound] = useState(0);
  const wanted = `${round} ${token}`;

  useEffect(() => {
    if (token === "") return undefined;
    let isLatest = true;
    const timer = setTimeout(() => void examine(), PAUSE);
    async function examine(): Promise<void> {
      const { data, error } = await client.mutation(CheckTokenDocument, { token }).toPromise();
      if (!isLatest) return;
      const payload = data?.checkGitHubToken;
      const examination = {
        check: payload?.check ?? null,
        problems: payload?.userErrors ?? [],
        failure: failureOf(error),
      };
      setFound({ of: wanted, examination });
    }
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [client, token, wanted]);

  const examination = token !== "" && found?.of === wanted ? found.examination : undefined;
  return {
    isChecking: token !== "" && examination === undefined,
    examination,
    again: () => setRound((before) => before + 1),
  };
}
