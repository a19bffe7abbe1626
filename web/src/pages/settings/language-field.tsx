import { texts } from "../../texts.js";
import { Field } from "../../ui/field.js";

// Languages that many people read; any other tag that is stored is offered as well.
const TAGS = [
  "en",
  "de",
  "es",
  "fr",
  "it",
  "ja",
  "ko",
  "nl",
  "pl",
  "pt-BR",
  "ru",
  "tr",
  "uk",
  "vi",
  "zh-Hans",
  "zh-Hant",
];

export interface LanguageFieldProps {
  /** BCP 47. */
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (language: string) => void;
}

/** Each language by its own name, as who looks for it knows that one. */
export function LanguageField({ value, problem, onChange }: LanguageFieldProps) {
  const tags = TAGS.includes(value) ? TAGS : [value, ...TAGS];
  return (
    <Field label={texts.settings.fields.language} problem={problem} hint={texts.settings.preferences.languageHint}>
      {(input) => (
        <select {...input} name="language" value={value} onChange={({ target }) => onChange(target.value)}>
          {tags.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {nameOf(tag)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function nameOf(tag: string): string {
  return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
}
