import type { SessionStateFragment, TokenGuideFragment } from "../generated/operations.js";
import { NextStepButton } from "../next-step/next-step-button.js";
import { dayOf, texts } from "../texts.js";
import { ButtonLink } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { bannerOf } from "./banner-of.js";
import { PageLink } from "./page-link.js";

export interface SessionBannerProps {
  readonly session: SessionStateFragment;
  readonly tokenGuide: TokenGuideFragment | null;
}

/** The one sentence about the credential above every page, when there is something to say. */
export function SessionBanner({ session, tokenGuide }: SessionBannerProps) {
  const { credential } = session;
  if (credential?.status === "EXPIRING" && credential.expiresAt !== null) {
    return (
      <Notice tone="warn" actions={<Renewal kind={credential.kind} tokenGuide={tokenGuide} />}>
        <p>{texts.banner.expiring(dayOf(credential.expiresAt))}</p>
      </Notice>
    );
  }
  const banner = bannerOf(session);
  if (banner === undefined) return null;
  return (
    <Notice tone="warn" isUrgent actions={<NextStepButton step={banner} look="main" />}>
      <p>{texts.banner[banner]}</p>
    </Notice>
  );
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
