import { type APIRequestContext, expect } from "@playwright/test";
import { PEOPLE, type PersonKey } from "./people";
import { formBody, readForm } from "./plain-form";

/** Signs an organizer in at a product, over plain HTTP: the buttons are pressed by their forms. */
export async function signInOverHttp(
  request: APIRequestContext,
  appUrl: string,
  person: PersonKey,
): Promise<void> {
  const at = `${appUrl}/sign-in`;
  const html = await (await request.get(at)).text();
  const form = readForm(html, at, 'button:contains("Sign in with Microsoft")');
  const headers = { origin: appUrl, accept: "text/html" };
  const microsoft = await request.post(at, { headers, multipart: formBody(form), maxRedirects: 0 });
  const agreed = await request.post(microsoft.headers().location ?? "", {
    form: { person: PEOPLE[person].oid, consent: "accept" },
    maxRedirects: 0,
  });
  const back = await request.get(agreed.headers().location ?? "", { maxRedirects: 0 });
  expect(back.headers().location).toMatch(/\/dashboard$/);
}
