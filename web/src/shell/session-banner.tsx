import type { SessionStateFragment } from "../generated/operations.js";
import { NextStepButton } from "../next-step/next-step-button.js";
import { dayOf, texts } from "../texts.js";
import { ButtonLink } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { bannerOf } from "./banner-of.js";
import { PageLink } from "./page-link.js";

export interface SessionBannerProps {
  readonly session: SessionStateFragment;
}

/** The one sentence about the credential above every page, when there is something to say. */
export function SessionBanner({ session }: SessionBannerProps) {
  const { credential } = session;
  if (credential?.status === "EXPIRING" && credential.expiresAt !== null) {
    return (
      <Notice tone="warn" actions={<Renewal renewUrl={credential.renewUrl} />}>
        <p>{texts.banner.expiring(dayOf(credential.expiresAt))}</p>
      </Notice>
    );
  }
  const banner = bannerOf(session);
  if (banner === undefined) return null;
  return (
    <Notice tone="warn" isUrgent actions={<NextStepButton step={banner} look="main" isSmall />}>
      <p>{texts.banner[banner]}</p>
    </Notice>
  );
}

interface RenewalProps {
  readonly renewUrl: string | null;
}

/** To a token of the same kind with the same permissions, and to the field that takes it. */
function Renewal({ renewUrl }: RenewalProps) {
  return (
    <>
      {renewUrl !== null && (
        <ButtonLink href={renewUrl} isSmall>
          {texts.banner.renew}
        </ButtonLink>
      )}
      <PageLink href="/settings#token" look="main">
        {texts.nextStep.REPLACE_TOKEN}
      </PageLink>
    </>
  );
}
