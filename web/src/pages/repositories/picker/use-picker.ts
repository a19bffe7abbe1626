import { useCombobox, type UseComboboxState, type UseComboboxStateChangeOptions } from "downshift";
import { useEffect, useId } from "react";

export interface PickerOptions<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
  /** What stands in the field while nobody types: the name of what is chosen. */
  readonly value: string;
  readonly typed: string | undefined;
  readonly onType: (text: string | undefined) => void;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** The items are still those of another text: none of them can be chosen. */
  readonly isPending: boolean;
  readonly onChoose: (item: Item) => void;
}

const { InputBlur, InputClick, InputKeyDownEscape } = useCombobox.stateChangeTypes;

/** The WAI-ARIA combobox with a list, by downshift: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function usePicker<Item>({
  items,
  keyOf,
  nameOf,
  value,
  typed,
  onType,
  isOpen,
  onOpenChange,
  isPending,
  onChoose,
}: PickerOptions<Item>) {
  const inputId = useId();
  const picker = useCombobox<Item>({
    inputId,
    items: [...items],
    itemToKey: (item) => item && keyOf(item),
    itemToString: (item) => (item === null ? "" : nameOf(item)),
    isItemDisabled: () => isPending,
    isOpen,
    inputValue: typed ?? value,
    // To choose is an action; what is chosen is known outside.
    selectedItem: null,
    stateReducer: nextState,
    onIsOpenChange({ isOpen: isOpenNow }) {
      onOpenChange(isOpenNow);
      if (!isOpenNow) onType(undefined);
    },
    onSelectedItemChange({ selectedItem }) {
      if (selectedItem === null) return;
      // A long list goes; what was chosen must not go with it.
      document.getElementById(inputId)?.scrollIntoView({ block: "nearest" });
      onChoose(selectedItem);
    },
  });
  const { setHighlightedIndex } = picker;
  const isSearching = isOpen && typed !== undefined && typed.trim() !== "";
  const hasItems = items.length > 0;
  // Enter takes the best match.
  useEffect(() => {
    if (isSearching && !isPending) setHighlightedIndex(hasItems ? 0 : -1);
  }, [isSearching, isPending, hasItems, setHighlightedIndex]);
  return picker;
}

function nextState<Item>(
  state: UseComboboxState<Item>,
  { type, changes }: UseComboboxStateChangeOptions<Item>,
): Partial<UseComboboxState<Item>> {
  switch (type) {
    case InputBlur:
      // What leaves only the field is still here: the list has buttons below it.
      return state;
    case InputClick:
      return { ...changes, isOpen: true };
    case InputKeyDownEscape:
      return { ...changes, selectedItem: null };
    default:
      return changes;
  }
}
