"use client";
import { useEffect, useRef } from "react";

const FILLED = /^(?:firstName|lastName|email|code|answers\..+)$/;
const LONGEST = 1_000;

/**
 * Fills the form it stands in from the page's own address (`?firstName=…&answers.{id}=…`): the
 * cached page knows no reader. What somebody typed meanwhile stays, and a consent is its giver's
 * own to tick. Without JavaScript
 * `/e/{slug}/register?…` is filled by the server.
 */
export function Prefill() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = mark.current?.closest("form");
    if (!form) return;
    for (const [name, value] of new URLSearchParams(location.search))
      if (FILLED.test(name))
        for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
          fill(control, value.slice(0, LONGEST));
  }, []);
  return <span hidden ref={mark} />;
}

function fill(control: Element, value: string): void {
  if (control instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(control.type)) {
    if (control.value !== value || control.checked || "consent" in control.dataset) return;
    control.checked = true;
  } else if (
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement
  ) {
    if (control.value !== "") return;
    control.value = value;
    // A choice that there isn't: the first one again, and not none.
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0)
      control.selectedIndex = 0;
  } else return;
  // Questions that depend on it listen.
  for (const event of ["input", "change"])
    control.dispatchEvent(new Event(event, { bubbles: true }));
}
