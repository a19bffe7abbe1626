import "./settings-form.css";
import { useRef } from "react";
import { FailureNotice } from "../../errors/failure-notice.js";
import type { SessionStateFragment, SettingsValuesFragment } from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { Button } from "../../ui/button.js";
import { Card } from "../../ui/card.js";
import { Field } from "../../ui/field.js";
import { AdvancedPreferences } from "./advanced-preferences.js";
import { ConsentField } from "./consent-field.js";
import { DefaultRepositoryField } from "./default-repository-field.js";
import { LanguageField } from "./language-field.js";
import { SettingsConflictNotice } from "./settings-conflict-notice.js";
import type { DraftField } from "./settings-draft.js";
import { SettingsProblemsNotice } from "./settings-problems-notice.js";
import { useLeaveWarning } from "./use-leave-warning.js";
import { useSettingsForm } from "./use-settings-form.js";

export interface SettingsFormProps {
  readonly settings: SettingsValuesFragment;
  readonly account: SessionStateFragment["account"];
}

/** Everything that can be set, saved together against the version that was read. */
export function SettingsForm({ settings, account }: SettingsFormProps) {
  const form = useSettingsForm(settings);
  const { draft, change, problems } = form;
  const element = useRef<HTMLFormElement>(null);
  useLeaveWarning(form.isChanged);
  return (
    <form
      className="settings-form"
      noValidate
      ref={element}
      onSubmit={(event) => {
        event.preventDefault();
        const address = event.currentTarget.elements.namedItem("gitUserEmail");
        const isOdd = address instanceof HTMLInputElement && address.validity.typeMismatch;
        form.save(isOdd ? { gitUserEmail: texts.settings.commits.noAddress } : {});
      }}
    >
      <Card title={texts.settings.commits.title}>
        <Field
          label={texts.settings.fields.gitUserName}
          problem={problems.gitUserName}
          hint={texts.settings.commits.nameHint}
        >
          {(input) => (
            <input
              {...input}
              name="gitUserName"
              autoComplete="name"
              placeholder={account?.name ?? account?.login}
              value={draft.gitUserName}
              onChange={({ target }) => change({ gitUserName: target.value })}
            />
          )}
        </Field>
        <Field
          label={texts.settings.fields.gitUserEmail}
          problem={problems.gitUserEmail}
          hint={texts.settings.commits.emailHint}
        >
          {(input) => (
            <input
              {...input}
              name="gitUserEmail"
              type="email"
              autoComplete="email"
              spellCheck={false}
              value={draft.gitUserEmail}
              onChange={({ target }) => change({ gitUserEmail: target.value })}
            />
          )}
        </Field>
      </Card>
      <Card title={texts.settings.preferences.title}>
        <LanguageField
          value={draft.language}
          problem={problems.language}
          onChange={(language) => change({ language })}
        />
        <DefaultRepositoryField
          value={draft.defaultRepository}
          problem={problems.defaultRepository}
          onChange={(defaultRepository) => change({ defaultRepository })}
        />
        <ConsentField value={draft.analyticsConsent} onChange={(analyticsConsent) => change({ analyticsConsent })} />
        <AdvancedPreferences
          value={draft.preferences}
          problem={problems.preferences}
          onChange={(preferences) => change({ preferences })}
        />
      </Card>
      {form.failure && <FailureNotice failure={form.failure} onAgain={() => form.save()} />}
      {Object.keys(problems).length > 0 && (
        <SettingsProblemsNotice problems={problems} onGo={(field) => focusField(element.current, field)} />
      )}
      {form.conflict && <SettingsConflictNotice conflict={form.conflict} draft={draft} onChange={change} />}
      <div className="row settings-form__actions">
        <Button type="submit" look="main" isBusy={form.isSaving}>
          {form.isSaving ? texts.settings.saving : texts.settings.save}
        </Button>
        {form.isChanged && <Button onClick={form.discard}>{texts.settings.discard}</Button>}
        <span role="status" className="soft">
          {form.isSaved ? texts.settings.saved : form.isChanged ? texts.settings.unsaved : ""}
        </span>
      </div>
    </form>
  );
}

/** Controls are named like the fields that they are for. */
function focusField(form: HTMLFormElement | null, field: DraftField): void {
  const control = form?.elements.namedItem(field);
  if (control instanceof HTMLElement) control.focus();
}
