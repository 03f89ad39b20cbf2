const LONGEST = 1_000;

/**
 * Fills a form in with names and values from an address. What somebody typed meanwhile stays, and a
 * consent is its giver's own to tick.
 */
export function fillForm(form: HTMLFormElement, given: [name: string, value: string][]): void {
  for (const [name, value] of given)
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
      fill(control, value.slice(0, LONGEST));
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
