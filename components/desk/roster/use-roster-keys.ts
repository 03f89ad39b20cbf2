"use client";
import { type RefObject, useEffect } from "react";

/**
 * J and K move through the names, Enter opens (it is a link), / goes to the search; only while the
 * focus is in the list, so that nobody who dictates or slips on a key is moved about (WCAG 2.1.4).
 * Esc closes from anywhere.
 */
export function useRosterKeys(
  list: RefObject<HTMLElement | null>,
  search: RefObject<HTMLInputElement | null>,
  close: () => void,
) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open], [popover]:popover-open")) return;
      if (event.key === "Escape") return close();
      const at = event.target instanceof Element ? event.target : null;
      if (!at || !list.current?.contains(at)) return;
      if (at.closest("input, textarea, select, [contenteditable]")) return;
      if (event.key === "/") search.current?.focus();
      else if (event.key === "j") step(list.current, 1);
      else if (event.key === "k") step(list.current, -1);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [list, search, close]);
}

function step(list: HTMLElement | null, by: 1 | -1) {
  const names = [...(list?.querySelectorAll<HTMLElement>("a[data-person]") ?? [])];
  const focused = names.indexOf(document.activeElement as HTMLElement);
  const open = names.findIndex((name) => name.ariaCurrent === "true");
  const from = focused >= 0 ? focused : open;
  const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), names.length - 1);
  names[to]?.focus();
}
