import { Component, type ReactNode } from "react";
import { lastRequestId } from "../graphql/last-request.js";
import { texts } from "../texts.js";
import { Button } from "../ui/button.js";
import { CopyButton } from "../ui/copy-button.js";
import { Notice } from "../ui/notice.js";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | undefined;
}

/** In the place of what has broken down: never a blank page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? this.props.children : <Breakdown error={error} />;
  }
}

interface BreakdownProps {
  readonly error: Error;
}

function Breakdown({ error }: BreakdownProps) {
  const requestId = lastRequestId();
  const report = [error.stack ?? error.message, location.pathname, requestId].filter(Boolean).join("\n");
  return (
    <Notice
      tone="bad"
      isUrgent
      actions={
        <>
          <Button look="main" isSmall onClick={() => location.reload()}>
            {texts.failure.reload}
          </Button>
          <CopyButton text={report} label={texts.failure.copyReport} />
        </>
      }
    >
      <p>{texts.failure.crashed}</p>
      {requestId !== null && (
        <p className="soft small">
          {texts.failure.requestId} <code>{requestId}</code>
        </p>
      )}
    </Notice>
  );
}
