import "./device-page.css";
import { useEffect, useState } from "react";
import { useHistoryState } from "wouter/use-browser-location";
import { PageLink } from "../../shell/page-link.js";
import { texts, timeOf } from "../../texts.js";
import { Button, ButtonLink } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { CopyButton } from "../../ui/copy-button.js";
import { Notice } from "../../ui/notice.js";
import { Skeleton } from "../../ui/skeleton.js";
import { usePageTitle } from "../../ui/use-page-title.js";
import { Welcome } from "../../ui/welcome.js";
import { useDeviceLogin } from "./use-device-login.js";

interface HistoryState {
  readonly returnTo?: string;
}

/** Signing in by a code that is typed at GitHub, on this device or another. */
export default function DevicePage() {
  usePageTitle(texts.device.title);
  const [round, setRound] = useState(0);
  const { returnTo = "/" } = useHistoryState<HistoryState | null>() ?? {};
  return (
    <Welcome title={texts.device.title} lead={texts.device.lead}>
      <Card title={texts.device.code}>
        <DeviceCode key={round} returnTo={returnTo} onAgain={() => setRound(round + 1)} />
      </Card>
      <p>
        <PageLink href={returnTo}>{texts.device.back}</PageLink>
      </p>
    </Welcome>
  );
}

interface DeviceCodeProps {
  readonly returnTo: string;
  readonly onAgain: () => void;
}

function DeviceCode({ returnTo, onAgain }: DeviceCodeProps) {
  const login = useDeviceLogin();
  const isApproved = login.state === "approved";
  useEffect(() => {
    if (isApproved) location.replace(returnTo);
  }, [isApproved, returnTo]);
  switch (login.state) {
    case "starting":
    case "approved":
      return <Skeleton look="title" />;
    case "ended":
      return (
        <Notice
          tone="warn"
          isUrgent
          actions={
            <Button look="main" onClick={onAgain}>
              {texts.device.again}
            </Button>
          }
        >
          <p>{login.failure.message}</p>
        </Notice>
      );
    case "waiting": {
      const { userCode, verificationUrl, expiresAt } = login.start;
      return (
        <>
          <div className="row">
            <output className="device-code">{userCode}</output>
            <CopyButton text={userCode ?? ""} label={texts.device.copyCode} />
          </div>
          {verificationUrl !== null && (
            <div className="row">
              <ButtonLink look="main" href={verificationUrl}>
                {texts.device.open}
              </ButtonLink>
            </div>
          )}
          <p className="soft" role="status">
            {texts.device.waiting} {expiresAt !== null && texts.device.expiresAt(timeOf(expiresAt))}
          </p>
        </>
      );
    }
  }
}
