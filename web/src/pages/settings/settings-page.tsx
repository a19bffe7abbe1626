import "./settings-page.css";
import { useState } from "react";
import { useQuery } from "urql";
import { FailureNotice } from "../../errors/failure-notice.js";
import { failureOf } from "../../errors/failure.js";
import { SettingsPageDocument, type SettingsPageQuery } from "../../generated/operations.js";
import { Gate } from "../../session/gate.js";
import { SignOut } from "../../session/sign-out.js";
import { dayOf, texts } from "../../texts.js";
import { Card } from "../../ui/card.js";
import { usePageTitle } from "../../ui/use-page-title.js";
import { AccessCard } from "./access-card.js";
import { dropDraft } from "./kept-draft.js";
import { ResetCard } from "./reset-card.js";
import { SettingsForm } from "./settings-form.js";
import { TokenCard } from "./token-card.js";

export default function SettingsPage() {
  usePageTitle(texts.settings.title);
  const [result, ask] = useQuery({ query: SettingsPageDocument });
  const again = () => ask({ requestPolicy: "network-only" });
  const failure = failureOf(result.error, "settings");
  return (
    <Gate result={result} onAgain={again}>
      {(data) => (
        <>
          <h1>{texts.settings.title}</h1>
          {failure && <FailureNotice failure={failure} onAgain={again} />}
          <SettingsCards data={data} />
        </>
      )}
    </Gate>
  );
}

function SettingsCards({ data: { session, credential, settings } }: { readonly data: SettingsPageQuery }) {
  const [resets, setResets] = useState(0);
  const offers = new Set(session.loginOptions.map(({ provider }) => provider));
  return (
    <div className="settings-page">
      <div className="settings-page__column">
        {/* After a reset the form begins anew, with what was typed dropped. */}
        {settings && <SettingsForm key={resets} settings={settings} account={session.account} />}
      </div>
      <div className="settings-page__column">
        {offers.has("TOKEN") && credential && <TokenCard credential={credential} />}
        {offers.has("GITHUB") && <AccessCard credential={credential} isConnected={session.isAuthenticated} />}
        {session.createdAt !== null && (
          <Card title={texts.settings.session.title}>
            <p className="soft">
              {texts.settings.session.since(dayOf(session.createdAt))}{" "}
              {session.expiresAt !== null && texts.settings.session.until(dayOf(session.expiresAt))}
            </p>
            <SignOut />
          </Card>
        )}
        {settings && (
          <ResetCard
            onReset={() => {
              dropDraft();
              setResets(resets + 1);
            }}
          />
        )}
      </div>
    </div>
  );
}
