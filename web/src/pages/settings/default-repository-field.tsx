import { useEffect, useId, useState } from "react";
import { useQuery } from "urql";
import { FindRepositoriesDocument } from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { Field } from "../../ui/field.js";
import type { SettingsDraft } from "./settings-draft.js";

const PAUSE = 250;
const LINK = /^(?:\w+:\/\/|git@)/;

export interface DefaultRepositoryFieldProps {
  readonly value: SettingsDraft["defaultRepository"];
  readonly problem: string | undefined;
  readonly onChange: (repository: SettingsDraft["defaultRepository"]) => void;
}

/** A repository by its name; what is typed is looked for, as a part of a name or as a pasted link. */
export function DefaultRepositoryField({ value, problem, onChange }: DefaultRepositoryFieldProps) {
  const list = useId();
  const typed = value?.nameWithOwner ?? "";
  const isOpen = value?.id === "";
  const search = useAfterPause(isOpen ? typed : "");
  const [{ data, fetching, stale }] = useQuery({
    query: FindRepositoriesDocument,
    variables: { search },
    pause: search === "",
  });
  const found = search === "" ? [] : (data?.repositories?.nodes ?? []);
  const named = (name: string) => found.find(({ nameWithOwner }) => nameWithOwner.toLowerCase() === name.toLowerCase());
  const isAnswered = search === typed && !fetching && !stale;
  const ofLink = isAnswered && LINK.test(typed) && found.length === 1 ? found[0] : undefined;
  const match = isOpen ? (named(typed) ?? ofLink) : undefined;
  useEffect(() => {
    if (match !== undefined) onChange(match);
  });

  return (
    <Field
      label={texts.settings.fields.defaultRepository}
      problem={problem}
      hint={texts.settings.defaultRepository.hint}
    >
      {(input) => (
        <>
          <input
            {...input}
            name="defaultRepository"
            list={list}
            autoComplete="off"
            spellCheck={false}
            placeholder={texts.settings.defaultRepository.placeholder}
            value={typed}
            onChange={({ target: { value: text } }) =>
              onChange(named(text) ?? (text === "" ? null : { id: "", nameWithOwner: text.trim() }))
            }
          />
          <datalist id={list}>
            {found.map(({ id, nameWithOwner }) => (
              <option key={id} value={nameWithOwner}>
                {nameWithOwner}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function useAfterPause(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
