import "./settings-conflict-notice.css";
import { useId } from "react";
import { texts } from "../../texts.js";
import { Notice } from "../../ui/notice.js";
import { takeFields, type SettingsConflict } from "./settings-merge.js";
import { differences, type DraftField, type SettingsDraft } from "./settings-draft.js";

export interface SettingsConflictNoticeProps {
  readonly conflict: SettingsConflict;
  readonly draft: SettingsDraft;
  readonly onChange: (draft: SettingsDraft) => void;
}

/** Another tab was faster: what it saved, beside what is typed here, and a choice where both say something. */
export function SettingsConflictNotice({ conflict, draft, onChange }: SettingsConflictNoticeProps) {
  const { mine, theirs, takenOver, undecided } = conflict;
  const still = new Set(differences(draft, theirs));
  return (
    <Notice tone="warn" isUrgent>
      <p>
        <strong>{texts.settings.conflict.title}</strong>{" "}
        {undecided.length > 0 ? texts.settings.conflict.choose : texts.settings.conflict.nothingLost}
      </p>
      {undecided.map((field) => (
        <Choice
          key={field}
          field={field}
          mine={mine}
          theirs={theirs}
          isTheirs={!still.has(field)}
          onChoose={(from) => onChange(takeFields(draft, from, [field]))}
        />
      ))}
      {takenOver.length > 0 && (
        <p>{texts.settings.conflict.takenOver(takenOver.map((field) => texts.settings.fields[field]))}</p>
      )}
    </Notice>
  );
}

interface ChoiceProps {
  readonly field: DraftField;
  readonly mine: SettingsDraft;
  readonly theirs: SettingsDraft;
  readonly isTheirs: boolean;
  readonly onChoose: (from: SettingsDraft) => void;
}

function Choice({ field, mine, theirs, isTheirs, onChoose }: ChoiceProps) {
  const name = useId();
  const options = [
    { label: texts.settings.conflict.mine, from: mine, isChosen: !isTheirs },
    { label: texts.settings.conflict.theirs, from: theirs, isChosen: isTheirs },
  ];
  return (
    <fieldset className="settings-conflict">
      <legend>{texts.settings.fields[field]}</legend>
      {options.map(({ label, from, isChosen }) => (
        <label className="settings-conflict__option" key={label}>
          <input type="radio" name={name} checked={isChosen} onChange={() => onChoose(from)} />
          <span className="soft">{label}</span>
          <code className="settings-conflict__value">{textOf(from, field)}</code>
        </label>
      ))}
    </fieldset>
  );
}

function textOf(draft: SettingsDraft, field: DraftField): string {
  switch (field) {
    case "defaultRepository":
      return draft.defaultRepository?.nameWithOwner || texts.settings.empty;
    case "analyticsConsent":
      return draft.analyticsConsent === true ? texts.settings.yes : texts.settings.no;
    default:
      return draft[field] || texts.settings.empty;
  }
}
