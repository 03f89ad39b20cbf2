import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { product } from "./setup/product";
import { fillForm, publishEvent, signUp } from "./support/events";
import { openForm, sendForm } from "./support/plain-form";
import { makeMeeting } from "./support/tenant";
import { expect, test } from "./support/test";

/*
 * A form that was opened before a deploy is sent after it, so every build has to give the public
 * actions the ids that earlier builds gave them. Next makes an id of the file's path, the function's
 * name and the key in next.config.ts: whoever moves, renames or changes one of these breaks every
 * form that stands open at that moment, and these tests.
 */
const PINNED = {
  registerAction: "40dfcf2018afbc802801407507545cba47d156e79a",
  attendeeSignIn: "40c099e6f9725b622a988c072a54c8c2fd69f27ddc",
  giveUpAction: "404256df6bbb1c2857ad093f3c76480ebf334dbfa4",
  confirmAddressAction: "4087375b710d9e10b6abb20de76935b3f6bc818995",
  acceptOfferAction: "40fa2678d96613b9a695ec67822eaad64ebd593a33",
  replaceAction: "404e8cf86da98e7dd5f12f14978c6cdd7dd99300cf",
  changeAnswersAction: "4092b5859c37e1a2a772c844f852750b0bec334a82",
  resendAction: "40d1079363cdf198250038bc1243f239b7637cb94a",
};
const UNKNOWN = `40${"0".repeat(40)}`;
const PASS = /\/r\/[\w-]{22}$/;

const sampleSlug = () => new URL(product().sampleUrl).pathname.split("/").at(-1) ?? "";
const somebody = () => ({
  firstName: "Ada",
  lastName: "Love",
  email: `${randomUUID()}@example.com`,
});

function actionsOf(form: { fields: Record<string, unknown> }): string[] {
  return Object.keys(form.fields).filter((name) => name.startsWith("$ACTION"));
}

test("the public actions of this build have the pinned ids", async ({ desk, page }) => {
  const file = path.resolve(import.meta.dirname, "../.next/server/server-reference-manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { exportedName: string }>;
  };
  const built = Object.entries(manifest.node).map(([id, { exportedName }]) => [exportedName, id]);
  expect(Object.fromEntries(built)).toMatchObject(PINNED);

  const meeting = await makeMeeting("ines");
  const members = await publishEvent(await desk("ines"), meeting.joinUrl, {
    audience: "organization",
  });
  const signIn = await openForm(page.request, `/e/${members.slug}`, "slug");
  expect(actionsOf(signIn)).toEqual([`$ACTION_ID_${PINNED.attendeeSignIn}`]);
  const form = await openForm(page.request, `/e/${sampleSlug()}`);
  expect(actionsOf(form)).toEqual([`$ACTION_ID_${PINNED.registerAction}`]);
  await signUp(page, sampleSlug(), somebody());
  await expect(page).toHaveURL(PASS);
  const leaving = await openForm(page.request, `${page.url()}/give-up`, "token");
  expect(actionsOf(leaving)).toEqual([`$ACTION_ID_${PINNED.giveUpAction}`]);
});

test("a form that no page of this process ever showed is taken", async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: product().appUrl });
  const kept = {
    path: `/e/${sampleSlug()}`,
    fields: {
      [`$ACTION_ID_${PINNED.registerAction}`]: [""],
      slug: [sampleSlug()],
      locale: ["en"],
    },
  };
  const answer = await sendForm(request, kept, { ...somebody() });
  expect(answer.status).toBe(303);
  expect(answer.location).toMatch(PASS);
  await request.dispose();
});

test("a form whose action no build knows any more gets a page of ours", async ({ playwright }) => {
  const request = await playwright.request.newContext({
    baseURL: product().appUrl,
    extraHTTPHeaders: { "accept-language": "fr" },
  });
  const form = await openForm(request, `/e/${sampleSlug()}`);
  const { [`$ACTION_ID_${PINNED.registerAction}`]: _, ...fields } = form.fields;
  const send = (id: string) =>
    sendForm(
      request,
      { ...form, fields: { [`$ACTION_ID_${id}`]: [""], ...fields } },
      { ...somebody() },
    );

  const stale = await send(UNKNOWN);
  expect(stale.status).toBe(409);
  expect(stale.text).toContain('<html lang="fr"');
  expect(stale.text).toContain("<h1>Cette page a été mise à jour entre-temps</h1>");
  expect(stale.text).toContain(`href="/e/${sampleSlug()}"`);
  for (const id of ["nonsense", ""]) {
    const broken = await send(id);
    expect(broken.status, id).toBe(400);
    expect(broken.text, id).toContain("<h1>Cette adresse ou ce formulaire est illisible</h1>");
  }
  await request.dispose();
});

test("somebody with JavaScript is told too, and can go on", async ({ page }) => {
  let knows = false;
  await page.route("**/e/**", async (route) => {
    const headers = { ...route.request().headers() };
    if (headers["next-action"] && !knows) headers["next-action"] = UNKNOWN;
    await route.continue({ headers });
  });
  const who = somebody();
  await signUp(page, sampleSlug(), who);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "This page was updated meanwhile",
  );
  knows = true;
  await page.getByRole("button", { name: "Open the page again" }).click();
  await fillForm(page, who);
  await expect(page).toHaveURL(PASS);
});
