import { useState } from "react";
import { texts } from "../texts.js";
import { Button } from "../ui/button.js";
import { Field } from "../ui/field.js";

export interface TokenInputProps {
  readonly value: string;
  readonly problem?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** The field for a token: hidden, remembered by no browser, and without the blanks that are copied along. */
export function TokenInput({ value, problem, onChange }: TokenInputProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Field label={texts.token.label} problem={problem}>
      {(input) => (
        <div className="field__with-button">
          <input
            {...input}
            type={isShown ? "text" : "password"}
            name="github-token"
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            placeholder={texts.token.placeholder}
            value={value}
            onChange={({ target }) => onChange(target.value)}
            onPaste={(event) => {
              const { selectionStart, selectionEnd } = event.currentTarget;
              const pasted = event.clipboardData.getData("text").replaceAll(/\s/g, "");
              event.preventDefault();
              onChange(
                value.slice(0, selectionStart ?? value.length) + pasted + value.slice(selectionEnd ?? value.length),
              );
            }}
          />
          <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? texts.token.hide : texts.token.show}
          </Button>
        </div>
      )}
    </Field>
  );
}
