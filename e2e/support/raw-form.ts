import type { APIResponse, Page } from "@playwright/test";

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

export interface SentForm {
  /** The page that holds the form, and where it is sent to. */
  address: string;
  /** Names and values as a browser would send them, React's own hidden fields included. */
  fields: Record<string, string>;
}

/** The form on a page that has a field of this name, as a browser without a script would send it. */
export async function readForm(page: Page, address: string, field: string): Promise<SentForm> {
  await page.goto(address);
  const fields = await page.locator(`form:has([name="${field}"])`).evaluate((form) =>
    Object.fromEntries(
      [...(form as HTMLFormElement).elements].flatMap((element) => {
        const { name, value } = element as HTMLInputElement;
        return name ? [[name, value]] : [];
      }),
    ),
  );
  return { address, fields };
}

/** Sends it the same way: multipart, with the Origin that a browser says; redirects are not followed. */
export function sendForm(
  page: Page,
  { address, fields }: SentForm,
  changed: Record<string, string> = {},
): Promise<APIResponse> {
  const { origin } = new URL(page.url());
  return page.request.post(address, {
    multipart: { ...fields, ...changed },
    headers: { origin, accept: "text/html" },
    maxRedirects: 0,
  });
}
