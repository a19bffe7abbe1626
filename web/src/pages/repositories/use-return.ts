import { useEffect, useRef, type RefObject } from "react";

/** Calls back when the user returns to this page after one of the links in a place has opened another. */
export function useReturn(place: RefObject<HTMLElement | null>, onReturn: () => void): void {
  const hasLeft = useRef(false);
  useEffect(() => {
    const element = place.current;
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest("a") !== null) hasLeft.current = true;
    };
    const onSight = () => {
      if (document.visibilityState !== "visible" || !hasLeft.current) return;
      hasLeft.current = false;
      onReturn();
    };
    element?.addEventListener("click", onClick);
    document.addEventListener("visibilitychange", onSight);
    return () => {
      element?.removeEventListener("click", onClick);
      document.removeEventListener("visibilitychange", onSight);
    };
  });
}
