import "./sign-out.css";
import { useId, useRef, useState } from "react";
import { useMutation } from "urql";
import { failureOf } from "../errors/failure.js";
import { LogoutDocument, type LogoutInput } from "../generated/operations.js";
import { texts } from "../texts.js";
import { Button } from "../ui/button.js";
import { Notice } from "../ui/notice.js";

/** Signs out here, or everywhere after a question. */
export function SignOut() {
  const [{ fetching, data, error }, logout] = useMutation(LogoutDocument);
  const [isLeaving, setLeaving] = useState(false);
  const [isRevoking, setRevoking] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const isBusy = fetching || isLeaving;
  const failure = failureOf(error);
  // Signed out all the same, and something is left to be done elsewhere.
  const rest = data?.logout?.userErrors[0];

  function leave(): void {
    setLeaving(true);
    // Loaded anew, so that nothing of this user stays in memory, and nothing of it in this tab.
    sessionStorage.clear();
    location.assign("/");
  }

  async function signOut(input: LogoutInput): Promise<void> {
    const answer = await logout({ input });
    dialog.current?.close();
    if (answer.data?.logout?.userErrors.length === 0) leave();
  }

  return (
    <div className="stack sign-out">
      {failure && (
        <Notice tone="bad" isUrgent>
          <p>{failure.message}</p>
        </Notice>
      )}
      {rest && (
        <Notice tone="warn" isUrgent actions={<Button onClick={leave}>{texts.signOut.goOn}</Button>}>
          <p>
            {rest.message} {rest.helpUrl && <a href={rest.helpUrl}>{texts.signOut.atGitHub}</a>}
          </p>
        </Notice>
      )}
      <Button isBusy={isBusy} onClick={() => void signOut({ everywhere: false, revokeAtGitHub: false })}>
        {texts.account.signOut}
      </Button>
      <Button look="quiet" onClick={() => dialog.current?.showModal()}>
        {texts.account.signOutEverywhere}
      </Button>
      <dialog className="sign-out__dialog" ref={dialog} aria-labelledby={title}>
        <div className="stack">
          <h2 id={title}>{texts.signOut.title}</h2>
          <p>{texts.signOut.text}</p>
          <label className="row">
            <input type="checkbox" checked={isRevoking} onChange={({ target }) => setRevoking(target.checked)} />
            {texts.signOut.revoke}
          </label>
          <div className="row">
            <Button
              look="danger"
              isBusy={isBusy}
              onClick={() => void signOut({ everywhere: true, revokeAtGitHub: isRevoking })}
            >
              {texts.signOut.confirm}
            </Button>
            <Button onClick={() => dialog.current?.close()}>{texts.signOut.cancel}</Button>
          </div>
        </div>
      </dialog>
    </div>
  );
}
