import "./failure-notice.css";
import { useState } from "react";
import { NextStepButton } from "../next-step/next-step-button.js";
import { bannerOf } from "../shell/banner-of.js";
import { useShell } from "../shell/use-shell.js";
import { texts, timeOf } from "../texts.js";
import { CopyButton } from "../ui/copy-button.js";
import { Notice } from "../ui/notice.js";
import type { Failure } from "./failure.js";

const SECOND = 1000;

export interface FailureNoticeProps {
  readonly failure: Failure;
  /** Repeats what failed. */
  readonly onAgain?: (() => void) | undefined;
}

/** What went wrong in one sentence, what to do next, and the id that finds it in the log. */
export function FailureNotice({ failure, onAgain }: FailureNoticeProps) {
  const { message, nextStep, retryAfterSeconds, requestId, code, retryable, helpUrl } = failure;
  const [seenAt] = useState(() => Date.now());
  const banner = bannerOf(useShell()?.session);
  // The banner above the page has the button, for all that fails for the same reason.
  if (banner !== undefined && banner === nextStep) return <p className="soft">{message}</p>;
  return (
    <Notice
      tone="bad"
      isUrgent
      actions={<NextStepButton step={nextStep} helpUrl={helpUrl} isRetryable={retryable} onAgain={onAgain} />}
    >
      <p>
        {message}
        {retryAfterSeconds !== undefined && (
          <> {texts.failure.goesOnAt(timeOf(new Date(seenAt + retryAfterSeconds * SECOND).toISOString()))}</>
        )}
      </p>
      {requestId !== undefined && (
        <p className="failure-notice__report">
          <span>
            {code !== undefined && <code>{code}</code>} {texts.failure.requestId} <code>{requestId}</code>
          </span>
          <CopyButton text={[code, message, requestId].filter(Boolean).join("\n")} label={texts.failure.copyReport} />
        </p>
      )}
    </Notice>
  );
}
