import "./token-form.css";
import { useEffect, useRef, useState } from "react";
import { useMutation } from "urql";
import { FailureNotice } from "../errors/failure-notice.js";
import { failureOf } from "../errors/failure.js";
import { SetTokenDocument } from "../generated/operations.js";
import { texts } from "../texts.js";
import { Button } from "../ui/button.js";
import { Skeleton } from "../ui/skeleton.js";
import { TokenFindings } from "./token-findings.js";
import { TokenInput } from "./token-input.js";
import { isBearable, TokenProblems } from "./token-problems.js";
import { useTokenCheck } from "./use-token-check.js";

export interface TokenFormProps {
  /** Called when the token is stored. */
  readonly onSaved?: () => void;
  /** Whether somebody has just asked for it. */
  readonly hasFocus?: boolean;
}

/** Takes a token, shows what it is good for before anything is stored, and stores it. What was typed is never lost. */
export function TokenForm({ onSaved, hasFocus = false }: TokenFormProps) {
  const [typed, setTyped] = useState("");
  const token = typed.trim();
  const { isChecking, examination, again } = useTokenCheck(token);
  const [{ fetching, data, error }, setToken] = useMutation(SetTokenDocument);
  const [refused, setRefused] = useState("");
  const [isSaved, setSaved] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (hasFocus) focusFieldIn(form.current);
  }, [hasFocus]);

  async function save(force: boolean): Promise<void> {
    if (token === "") {
      setMissing(true);
      return focusFieldIn(form.current);
    }
    setRefused("");
    const answer = await setToken({ token, force });
    if (!answer.data?.setGitHubToken?.credential) return setRefused(token);
    setSaved(true);
    onSaved?.();
  }

  // What saving said counts as long as it is about what stands there.
  const wasRefused = refused === token && token !== "";
  const saveFailure = wasRefused ? failureOf(error) : undefined;
  const saveProblems = wasRefused ? (data?.setGitHubToken?.userErrors ?? []) : [];
  const problems = saveProblems.length > 0 ? saveProblems : (examination?.problems ?? []);
  const failure = saveFailure ?? examination?.failure;
  const check = (wasRefused ? data?.setGitHubToken?.check : null) ?? examination?.check;

  const retry = wasRefused ? () => void save(false) : again;

  return (
    <form
      className="stack"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
    >
      <TokenInput
        value={typed}
        problem={isMissing && token === "" ? texts.token.missing : undefined}
        onChange={setTyped}
      />
      <div className="stack token-form__findings" aria-live="polite" aria-busy={isChecking}>
        {isChecking && (
          <>
            <p className="soft">{texts.token.checking}</p>
            <Skeleton />
            <Skeleton look="short" />
          </>
        )}
        {failure && <FailureNotice failure={failure} onAgain={retry} />}
        <TokenProblems problems={problems} onAgain={retry} />
        {check && check.login !== null && <TokenFindings check={check} />}
      </div>
      <div className="row">
        <Button type="submit" look="main" isBusy={fetching || isSaved}>
          {fetching ? texts.token.saving : texts.token.save}
        </Button>
        {saveProblems.length > 0 && saveProblems.every(isBearable) && (
          <Button isBusy={fetching} onClick={() => void save(true)}>
            {texts.token.saveAnyway}
          </Button>
        )}
        {isSaved && <span role="status">{texts.token.saved}</span>}
      </div>
    </form>
  );
}

function focusFieldIn(form: HTMLFormElement | null): void {
  form?.querySelector("input")?.focus();
}
