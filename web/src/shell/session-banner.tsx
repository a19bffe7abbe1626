import type { SessionStateFragment, TokenGuideFragment } from "../generated/operations.js";
import { NextStepButton } from "../next-step/next-step-button.js";
import { dayOf, texts } from "../texts.js";
import { ButtonLink } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { PageLink } from "./page-link.js";

export interface SessionBannerProps {
  readonly session: SessionStateFragment;
  readonly tokenGuide: TokenGuideFragment | null;
}

/** The one sentence about the credential above every page, when there is something to say. */
export function SessionBanner({ session: { nextStep, credential }, tokenGuide }: SessionBannerProps) {
  if (credential?.status === "EXPIRING" && credential.expiresAt !== null) {
    return (
      <Notice tone="warn" actions={<Renewal kind={credential.kind} tokenGuide={tokenGuide} />}>
        <p>{texts.banner.expiring(dayOf(credential.expiresAt))}</p>
      </Notice>
    );
  }
  switch (nextStep) {
    case "RECONNECT_GITHUB":
    case "REPLACE_TOKEN":
      return (
        <Notice tone="warn" actions={<NextStepButton step={nextStep} look="main" />}>
          <p>{texts.banner[nextStep]}</p>
        </Notice>
      );
    default:
      return null;
  }
}

interface RenewalProps {
  readonly kind: string;
  readonly tokenGuide: TokenGuideFragment | null;
}

/** To a token of the same kind with the same permissions, and to the field that takes it. */
function Renewal({ kind, tokenGuide }: RenewalProps) {
  const url = (kind === "FINE_GRAINED_PAT" ? tokenGuide?.fineGrainedUrl : null) ?? tokenGuide?.classicUrl;
  return (
    <>
      {url !== undefined && (
        <ButtonLink href={url} isSmall>
          {texts.banner.renew}
        </ButtonLink>
      )}
      <PageLink href="/settings#token" look="main">
        {texts.nextStep.REPLACE_TOKEN}
      </PageLink>
    </>
  );
}
