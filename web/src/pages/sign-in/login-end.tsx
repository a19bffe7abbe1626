import { useEffect } from "react";
import { FailureNotice } from "../../errors/failure-notice.js";
import type { CompleteLoginInput, CompleteLoginMutation } from "../../generated/operations.js";
import { NextStepButton } from "../../next-step/next-step-button.js";
import { texts } from "../../texts.js";
import { usePageTitle } from "../../ui/use-page-title.js";
import { Welcome } from "../../ui/welcome.js";
import { SignedIn } from "./signed-in.js";
import { useLoginCompletion } from "./use-login-completion.js";

type Payload = NonNullable<CompleteLoginMutation["completeLogin"]>;

export interface LoginEndProps {
  readonly input: CompleteLoginInput;
}

/** Finishes a login and goes on to where it was begun; says in plain words why it could not. */
export function LoginEnd({ input }: LoginEndProps) {
  const [completion, again] = useLoginCompletion(input);
  switch (completion.state) {
    case "under-way":
      return <UnderWay />;
    case "failed":
      return (
        <Refused title={texts.callback.failed}>
          <FailureNotice failure={completion.failure} onAgain={again} />
        </Refused>
      );
    case "done":
      return <Done payload={completion.payload} onAgain={again} />;
  }
}

interface DoneProps {
  readonly payload: Payload;
  readonly onAgain: () => void;
}

function Done({ payload: { session, returnTo, continueUrl, userErrors }, onAgain }: DoneProps) {
  const [problem] = userErrors;
  const target = continueUrl ?? (problem === undefined ? ownAddress(returnTo) : null);
  useEffect(() => {
    if (target !== null) location.replace(target);
  }, [target]);
  if (target !== null) return <UnderWay />;
  const login = session.account?.login ?? null;
  if (problem === undefined) return <SignedIn title={texts.callback.signedIn} login={login} />;
  // An attempt that is too late, such as by the back button, takes nothing away.
  if (session.isAuthenticated) return <SignedIn title={texts.callback.stillSignedIn} login={login} />;
  return (
    <Refused title={texts.callback.notSignedIn}>
      <p role="alert">{problem.message}</p>
      <div className="row">
        <NextStepButton
          step={problem.nextStep}
          look="main"
          helpUrl={problem.helpUrl}
          returnTo={returnTo ?? "/"}
          onAgain={onAgain}
        />
      </div>
    </Refused>
  );
}

function UnderWay() {
  usePageTitle(texts.callback.signingIn);
  return (
    <Welcome title={texts.callback.signingIn} lead={texts.callback.oneMoment}>
      {null}
    </Welcome>
  );
}

interface RefusedProps {
  readonly title: string;
  readonly children: React.ReactNode;
}

function Refused({ title, children }: RefusedProps) {
  usePageTitle(title);
  return <Welcome title={title}>{children}</Welcome>;
}

/** Only ever a page of our own. */
function ownAddress(path: string | null): string | null {
  if (path === null) return null;
  const url = new URL(path, location.origin);
  return url.origin === location.origin ? url.href : null;
}
