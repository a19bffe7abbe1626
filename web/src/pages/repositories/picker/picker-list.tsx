import { useEffect, useRef, type HTMLAttributes, type LiHTMLAttributes, type ReactNode, type Ref } from "react";
import { Icon } from "../../../ui/icon.js";
import { Skeleton } from "../../../ui/skeleton.js";

/** So many items before the end, the next ones are asked for. */
const AHEAD = 4;

export interface PickerListProps<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly renderItem: (item: Item) => ReactNode;
  readonly chosenKey: string | undefined;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly isLoadingMore: boolean;
  readonly highlightedIndex: number;
  /** The end of what is there is in sight. */
  readonly onEnd: () => void;
  readonly menuProps: HTMLAttributes<HTMLUListElement> & { readonly ref?: Ref<HTMLUListElement> };
  readonly itemProps: (item: Item, index: number) => LiHTMLAttributes<HTMLLIElement>;
}

/** The list of a picker: grows as its end comes into sight, by scrolling or by the keys. */
export function PickerList<Item>({
  items,
  keyOf,
  renderItem,
  chosenKey,
  isOpen,
  isPending,
  isLoadingMore,
  highlightedIndex,
  onEnd,
  menuProps,
  itemProps,
}: PickerListProps<Item>) {
  const end = useRef<HTMLLIElement>(null);
  const count = items.length;
  useEffect(() => {
    if (end.current === null || !isOpen || isPending || count === 0) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onEnd();
      },
      { root: end.current.parentElement, rootMargin: "0px 0px 160px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  });
  const isNearEnd = highlightedIndex >= 0 && highlightedIndex >= count - AHEAD;
  useEffect(() => {
    if (isNearEnd && !isPending) onEnd();
  });
  return (
    <ul className="picker__list" {...menuProps} tabIndex={-1} aria-busy={isPending || isLoadingMore}>
      {isOpen &&
        items.map((item, index) => (
          <li
            key={keyOf(item)}
            {...itemProps(item, index)}
            className={`picker__item${index === highlightedIndex ? " picker__item--current" : ""}`}
          >
            {renderItem(item)}
            <span className="picker__check">{keyOf(item) === chosenKey && <Icon name="check" />}</span>
          </li>
        ))}
      <li className="picker__end" role="none" ref={end}>
        {isLoadingMore && <Skeleton />}
      </li>
    </ul>
  );
}
