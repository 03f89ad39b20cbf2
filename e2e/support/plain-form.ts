import type { APIRequestContext } from "@playwright/test";
import { load } from "cheerio";
import { product } from "../setup/product";

/** A form as somebody without JavaScript has it before them. */
export interface PlainForm {
  /** Where it is sent: the page that it stands on. */
  path: string;
  /** What it sends by itself, hidden fields included, each with all its values. */
  fields: Record<string, string[]>;
}

/** What somebody types and chooses; null takes a tick away. */
export type Typed = Record<string, string | null>;

const HTML = { accept: "text/html,application/xhtml+xml" };

/** Opens a page over plain HTTP and answers its first form that has the field `name`. */
export async function openForm(
  request: APIRequestContext,
  path: string,
  name = "email",
): Promise<PlainForm> {
  // Between two tests the server may have closed the connection that is kept; a browser asks again.
  const page = await request.get(path, { headers: HTML, maxRetries: 1 });
  return readForm(await page.text(), path, `[name="${name}"]`);
}

/** The first form in `html` that holds `marker` (CSS): what a browser would send of it. */
export function readForm(html: string, path: string, marker: string): PlainForm {
  const $ = load(html);
  const form = $("form").has(marker).first();
  if (form.length === 0) throw new Error(`${path} has no form with ${marker}.`);
  const fields: Record<string, string[]> = {};
  // Controls that name a form belong to another one.
  for (const { name, value } of form.find("input, select, textarea").not("[form]").serializeArray())
    fields[name] = [...(fields[name] ?? []), value];
  return { path, fields };
}

/** What is sent: multipart, as a form of React's without a script is. */
export function formBody({ fields }: PlainForm, typed: Typed = {}): FormData {
  const body = new FormData();
  for (const [name, values] of Object.entries(fields))
    if (!(name in typed)) for (const value of values) body.append(name, value);
  for (const [name, value] of Object.entries(typed)) if (value !== null) body.set(name, value);
  return body;
}

/** Sends it as a browser does, and answers without following. */
export async function sendForm(
  request: APIRequestContext,
  form: PlainForm,
  typed: Typed = {},
): Promise<{ status: number; location: string; text: string }> {
  const answer = await request.post(form.path, {
    headers: { ...HTML, origin: product().appUrl },
    multipart: formBody(form, typed),
    maxRedirects: 0,
  });
  const { location = "" } = answer.headers();
  return { status: answer.status(), location, text: await answer.text() };
}
