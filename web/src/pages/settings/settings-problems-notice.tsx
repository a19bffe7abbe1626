import "./settings-problems-notice.css";
import { useEffect, useRef } from "react";
import { texts } from "../../texts.js";
import { Button } from "../../ui/button.js";
import { Notice } from "../../ui/notice.js";
import { DRAFT_FIELDS, type DraftField } from "./settings-draft.js";
import type { SettingsProblems } from "./use-settings-form.js";

export interface SettingsProblemsNoticeProps {
  readonly problems: SettingsProblems;
  readonly onGo: (field: DraftField) => void;
}

/** Takes the focus when settings were refused: which fields it is about, and the way to each of them. */
export function SettingsProblemsNotice({ problems, onGo }: SettingsProblemsNoticeProps) {
  const place = useRef<HTMLDivElement>(null);
  const fields = DRAFT_FIELDS.filter((field) => problems[field] !== undefined);
  useEffect(() => {
    // Each refusal anew.
    if (Object.keys(problems).length > 0) place.current?.focus();
  }, [problems]);
  return (
    <div className="settings-problems" ref={place} tabIndex={-1}>
      <Notice
        tone="bad"
        actions={fields.map((field) => (
          <Button key={field} isSmall onClick={() => onGo(field)}>
            {texts.settings.fields[field]}
          </Button>
        ))}
      >
        <p>{texts.settings.refused(fields.length)}</p>
      </Notice>
    </div>
  );
}
