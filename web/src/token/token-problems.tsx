import type { TokenProblemFragment } from "../generated/operations.js";
import { NextStepButton } from "../next-step/next-step-button.js";
import { texts } from "../texts.js";
import { ButtonLink } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { Sentence } from "../ui/sentence.js";

export interface TokenProblemsProps {
  readonly problems: readonly TokenProblemFragment[];
  readonly onAgain: () => void;
}

/** Why a token does not do, with the link that creates one that does, or the way to try this one again. */
export function TokenProblems({ problems, onAgain }: TokenProblemsProps) {
  return problems.map((problem) => (
    <Notice key={problem.message} tone="bad" actions={<Cure problem={problem} onAgain={onAgain} />}>
      <p>
        <Sentence text={problem.message} />
      </p>
    </Notice>
  ));
}

/** Whether the token may be stored in spite of a problem: it lacks something, or GitHub could not be asked about it. */
export function isBearable(problem: TokenProblemFragment): boolean {
  return isPassing(problem) || (problem.__typename === "TokenError" && problem.missing.length > 0);
}

function isPassing({ code, nextStep }: TokenProblemFragment): boolean {
  return nextStep === "RETRY" || nextStep === "WAIT" || code === "GITHUB_HOST_UNREACHABLE";
}

interface CureProps {
  readonly problem: TokenProblemFragment;
  readonly onAgain: () => void;
}

function Cure({ problem, onAgain }: CureProps) {
  if (isPassing(problem)) {
    const { nextStep, helpUrl } = problem;
    return <NextStepButton step={nextStep} helpUrl={helpUrl} isRetryable onAgain={onAgain} />;
  }
  if (problem.__typename !== "TokenError" || problem.createUrl === null) return null;
  return (
    <ButtonLink href={problem.createUrl} isSmall>
      {texts.token.createFitting}
    </ButtonLink>
  );
}
