import { useMutation } from "urql";
import { FailureNotice } from "../../errors/failure-notice.js";
import { failureOf } from "../../errors/failure.js";
import { ResetSettingsDocument } from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { Card } from "../../ui/card.js";
import { ConfirmButton } from "../../ui/confirm-button.js";

export interface ResetCardProps {
  readonly onReset: () => void;
}

/** All settings back to their defaults. No credential is touched. */
export function ResetCard({ onReset }: ResetCardProps) {
  const [{ fetching, data, error }, reset] = useMutation(ResetSettingsDocument);
  const failure = failureOf(error) ?? data?.resetSettings?.userErrors[0];
  async function onConfirm(): Promise<void> {
    const answer = await reset({});
    if (answer.data?.resetSettings?.settings) onReset();
  }
  return (
    <Card title={texts.settings.reset.title}>
      <p className="soft">{texts.settings.reset.text}</p>
      {failure && <FailureNotice failure={failure} onAgain={() => void onConfirm()} />}
      <div className="row">
        <ConfirmButton
          label={texts.settings.reset.button}
          title={texts.settings.reset.question}
          confirm={texts.settings.reset.confirm}
          isBusy={fetching}
          onConfirm={() => void onConfirm()}
        >
          <p>{texts.settings.reset.text}</p>
        </ConfirmButton>
        <span role="status">{data?.resetSettings?.settings && !fetching ? texts.settings.reset.done : ""}</span>
      </div>
    </Card>
  );
}
