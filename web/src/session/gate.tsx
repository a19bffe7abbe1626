import type { ReactNode } from "react";
import type { UseQueryState } from "urql";
import { FailureNotice } from "../errors/failure-notice.js";
import { failureOf } from "../errors/failure.js";
import type { ShellFragment } from "../generated/operations.js";
import { FirstRun } from "../token/first-run.js";
import { PageSkeleton } from "../ui/skeleton.js";
import { SignIn } from "./sign-in.js";

export interface GateProps<Data extends ShellFragment> {
  /** State of the page's own operation, which spreads `...Shell`. */
  readonly result: Pick<UseQueryState<Data>, "data" | "error" | "fetching" | "stale">;
  readonly onAgain: () => void;
  /** Where to go after signing in; back here unless given. */
  readonly returnTo?: string;
  /** Shown until the first answer; looks like the page. */
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Lets those see a page who may, and leads the others to what comes first. One operation answers both. */
export function Gate<Data extends ShellFragment>({ result, onAgain, returnTo, skeleton, children }: GateProps<Data>) {
  const { data, error, fetching } = result;
  const failure = fetching || (data && !error?.networkError) ? undefined : failureOf(error);
  const notice = failure && <FailureNotice failure={failure} onAgain={onAgain} />;
  if (!data) return notice ?? skeleton ?? <PageSkeleton />;
  switch (data.session.nextStep) {
    case "LOG_IN":
      return (
        <>
          {notice}
          <SignIn loginOptions={data.session.loginOptions} returnTo={returnTo} />
        </>
      );
    case "ADD_TOKEN":
      return (
        <>
          {notice}
          <FirstRun tokenGuide={data.tokenGuide} />
        </>
      );
    default:
      return children(data);
  }
}
