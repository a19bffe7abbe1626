import { useState } from "react";
import { texts } from "../../texts.js";
import { Field } from "../../ui/field.js";

const MOST_ROWS = 12;

export interface AdvancedPreferencesProps {
  /** JSON, as it is typed. */
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (preferences: string) => void;
}

/** What products on this gateway keep, for those who know what they do; shut until somebody wants it. */
export function AdvancedPreferences({ value, problem, onChange }: AdvancedPreferencesProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="settings-form__advanced"
      open={isOpen || problem !== undefined}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{texts.settings.preferences.advanced}</summary>
      <Field label={texts.settings.fields.preferences} problem={problem} hint={texts.settings.preferences.hint}>
        {(input) => (
          <textarea
            {...input}
            name="preferences"
            className={`${input.className} settings-form__json`}
            rows={Math.min(MOST_ROWS, value.split("\n").length + 1)}
            spellCheck={false}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    </details>
  );
}
