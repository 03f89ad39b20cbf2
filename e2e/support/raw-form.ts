import type { Page } from "@playwright/test";

/** Puts a value into a control as it is: also into a hidden one, and also what nobody can type. */
export async function setRaw(page: Page, name: string, value: string): Promise<void> {
  await page
    .locator(`[name="${name}"]`)
    .first()
    .evaluate((element, text) => {
      const control = element as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
      if (control instanceof HTMLSelectElement) control.add(new Option(text, text));
      if (control instanceof HTMLInputElement && control.type !== "hidden") control.type = "text";
      control.value = text;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }, value);
}
