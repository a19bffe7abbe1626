import { useId } from "react";
import { texts } from "../../texts.js";

export interface ConsentFieldProps {
  readonly value: boolean | null;
  readonly onChange: (consent: boolean) => void;
}

/** Whether the user consents to analytics; who has said nothing has not. */
export function ConsentField({ value, onChange }: ConsentFieldProps) {
  const hint = useId();
  return (
    <div className="field">
      <label className="settings-form__consent">
        <input
          type="checkbox"
          name="analyticsConsent"
          aria-describedby={hint}
          checked={value === true}
          onChange={({ target }) => onChange(target.checked)}
        />
        <span>{texts.settings.fields.analyticsConsent}</span>
      </label>
      <p className="field__hint" id={hint}>
        {texts.settings.preferences.consentHint}
      </p>
    </div>
  );
}
