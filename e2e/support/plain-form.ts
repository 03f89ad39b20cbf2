import type { APIRequestContext } from "@playwright/test";
import { product } from "../setup/product";

/** A form as somebody without JavaScript has it before them. */
export interface PlainForm {
  /** Where it is sent: the page that it stands on. */
  path: string;
  /** What it sends by itself, hidden fields included. */
  fields: Record<string, string>;
}

const HTML = { accept: "text/html,application/xhtml+xml" };

/** Opens a page over plain HTTP and answers its form that has the field `name`. */
export async function openForm(
  request: APIRequestContext,
  path: string,
  name = "email",
): Promise<PlainForm> {
  const page = await (await request.get(path, { headers: HTML })).text();
  const forms = page.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  for (const form of forms) {
    const inputs = (form.match(/<input\b[^>]*>/g) ?? []).map((tag) => ({
      name: attribute(tag, "name"),
      value: attribute(tag, "value"),
    }));
    if (!inputs.some((input) => input.name === name)) continue;
    return { path, fields: Object.fromEntries(inputs.map((input) => [input.name, input.value])) };
  }
  throw new Error(`${path} has no form with a field "${name}".`);
}

/** Sends it as a browser does, and answers without following. */
export async function sendForm(
  request: APIRequestContext,
  { path, fields }: PlainForm,
  typed: Record<string, string> = {},
): Promise<{ status: number; location: string; text: string }> {
  const answer = await request.post(path, {
    headers: { ...HTML, origin: product().appUrl },
    multipart: { ...fields, ...typed },
    maxRedirects: 0,
  });
  const { location = "" } = answer.headers();
  return { status: answer.status(), location, text: await answer.text() };
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
