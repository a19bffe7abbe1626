import "./picker.css";
import { useId, type ChangeEvent, type ClipboardEvent, type FocusEvent, type MouseEvent, type ReactNode } from "react";
import { bannerOf } from "../../../shell/banner-of.js";
import { useShell } from "../../../shell/use-shell.js";
import { Icon } from "../../../ui/icon.js";
import { PickerList, type PickerListProps } from "./picker-list.js";
import { useSelectedText } from "./use-selected-text.js";
import { usePicker, type PickerOptions } from "./use-picker.js";

export interface PickerProps<Item>
  extends PickerOptions<Item>, Pick<PickerListProps<Item>, "renderItem" | "chosenKey" | "isLoadingMore" | "onEnd"> {
  readonly label: string;
  readonly placeholder: string;
  /** Name of the button that opens and closes the list. */
  readonly toggleLabel: string;
  /** The items could not be brought up to date. */
  readonly isStale: boolean;
  /** Whether the list lies above the page, and goes when the focus goes. */
  readonly isFloating: boolean;
  /** How much there is, in words; read out when it changes. */
  readonly status: string;
  readonly onPaste?: (text: string) => void;
  /** Shown below the list, or instead of it: why there is nothing, what failed. */
  readonly children?: ReactNode;
}

/** A field that finds things as one types, with a list that never ends before they do. */
export function Picker<Item>(props: PickerProps<Item>) {
  const { label, placeholder, toggleLabel, status, isOpen, isPending, isStale, isFloating, items } = props;
  const { value, typed, onType, onPaste, onOpenChange } = props;
  // What was there before the credential died cannot be asked for anew.
  const banner = bannerOf(useShell()?.session);
  const isOld = isStale || banner !== undefined;
  const picker = usePicker(props);
  const statusId = useId();
  const input = picker.getInputProps(
    {
      placeholder,
      spellCheck: false,
      autoCapitalize: "none",
      enterKeyHint: "done",
      "aria-describedby": statusId,
      onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement>) => onType(currentTarget.value),
      onClick: ({ currentTarget }: MouseEvent<HTMLInputElement>) => typed === undefined && currentTarget.select(),
      onFocus: ({ currentTarget }: FocusEvent<HTMLInputElement>) => currentTarget.select(),
      onPaste: ({ clipboardData }: ClipboardEvent) => onPaste?.(clipboardData.getData("text")),
    },
    { suppressRefError: true },
  );
  const { tabIndex: _tabIndex, ...toggle } = picker.getToggleButtonProps({ "aria-label": toggleLabel });
  useSelectedText(input.id, typed === undefined ? value : undefined);
  function leave({ currentTarget, relatedTarget }: FocusEvent): void {
    const isHere = currentTarget.contains(relatedTarget) || currentTarget.contains(document.activeElement);
    // With nothing chosen the list is what the page is for.
    if (isHere || !isOpen || (!isFloating && value === "")) return;
    onOpenChange(false);
    onType(undefined);
  }
  return (
    <div
      onBlur={leave}
      className={`picker${isFloating ? " picker--floating" : ""}${isOld || isPending ? " picker--stale" : ""}`}
    >
      <label className="picker__label" {...picker.getLabelProps()}>
        {label}
      </label>
      <div className="picker__field" aria-busy={isPending}>
        <Icon name="search" />
        {/* downshift would take the focus to a field whose list is there from the start. */}
        <input className="picker__input" {...input} ref={isFloating ? input.ref : undefined} />
        <button
          {...toggle}
          className="picker__toggle"
          type="button"
          tabIndex={-1}
          onClick={(event) => {
            toggle.onClick?.(event);
            document.getElementById(input.id)?.focus();
          }}
        >
          <Icon name={isOpen ? "up" : "down"} />
        </button>
      </div>
      <p className={isFloating ? "visually-hidden" : "picker__status"} id={statusId} role="status">
        {isOpen ? status : ""}
      </p>
      <div className="picker__panel" hidden={!isOpen} tabIndex={-1}>
        <PickerList
          {...props}
          highlightedIndex={picker.highlightedIndex}
          menuProps={picker.getMenuProps({ hidden: items.length === 0 })}
          itemProps={(item, index) => picker.getItemProps({ item, index })}
        />
        {props.children}
      </div>
    </div>
  );
}
