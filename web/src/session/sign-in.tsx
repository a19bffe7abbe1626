import { useId } from "react";
import { Link, useLocation } from "wouter";
import { FailureNotice } from "../errors/failure-notice.js";
import type { SessionStateFragment } from "../generated/operations.js";
import { texts } from "../texts.js";
import { Button } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { usePageTitle } from "../ui/use-page-title.js";
import { Welcome } from "../ui/welcome.js";
import { useBeginLogin } from "./use-begin-login.js";

export interface SignInProps {
  readonly loginOptions: SessionStateFragment["loginOptions"];
  /** Where to go afterwards; back here unless given. */
  readonly returnTo?: string | undefined;
}

/** In the place of the page that one must be signed in for; one comes back to it. */
export function SignIn({ loginOptions, returnTo }: SignInProps) {
  const { begin, isLeaving, failure } = useBeginLogin();
  usePageTitle(texts.signIn.title);
  const [here] = useLocation();
  const about = useId();
  const available = loginOptions.filter(({ isAvailable }) => isAvailable);
  const reasons = loginOptions.flatMap(({ isAvailable, reason }) => (isAvailable || reason === null ? [] : [reason]));
  return (
    <Welcome title={texts.signIn.title} lead={texts.signIn.lead}>
      {failure && <FailureNotice failure={failure} />}
      {available.length === 0 && (
        <Notice tone="warn">
          <p>{texts.signIn.unavailable}</p>
          {reasons.map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
        </Notice>
      )}
      <div className="row">
        {available.map(({ provider, label }, index) =>
          provider === "GITHUB_DEVICE" ? (
            <Link
              key={provider}
              className="button"
              aria-describedby={about}
              href="/auth/device"
              state={{ returnTo: returnTo ?? here }}
            >
              {label}
            </Link>
          ) : (
            <Button
              key={provider}
              look={index === 0 ? "main" : "plain"}
              isBusy={isLeaving}
              onClick={() => begin({ provider, ...(returnTo !== undefined && { returnTo }) })}
            >
              {isLeaving ? texts.signIn.leaving : label}
            </Button>
          ),
        )}
      </div>
      <div className="stack soft small">
        {available.some(({ provider }) => provider === "GITHUB_DEVICE") && <p id={about}>{texts.signIn.code}</p>}
        <p>{texts.signIn.privacy}</p>
      </div>
    </Welcome>
  );
}
