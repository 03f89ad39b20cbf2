import { load } from "cheerio";
import { product } from "./setup/product";
import { guest, leave } from "./support/browsers";
import { mailedPass, makeEvent, newAttendee, personalLinkOn } from "./support/event-states";
import { formBody, readForm } from "./support/plain-form";
import { expect, test } from "./support/test";

const HTML = { accept: "text/html" };

test("a personal link leads on by its button, with a script or without, and is counted and replaced", async ({
  browser,
  desk,
  request,
}) => {
  const host = await desk("ines");
  const event = await makeEvent(host, "ines", "Personal", {
    fields: { registrar: "direct" },
    times: { startsAt: 30, endsAt: 90 },
  });
  const { at, email } = await newAttendee(event.slug);
  const link = await personalLinkOn(request, at);

  await test.step("looking says nothing of where it leads", async () => {
    const answer = await request.get(link, { headers: HTML });
    expect(answer.headers()["cache-control"]).toContain("no-store");
    expect(await answer.text()).not.toMatch(/teams\.microsoft/);
  });

  await test.step("pressed without a script", async () => {
    const form = readForm(await (await request.get(link)).text(), link, "[name=token]");
    const headers = { ...HTML, origin: product().appUrl };
    const multipart = formBody(form);
    const answer = await request.post(link, { headers, multipart, maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    expect(answer.headers().location).toBe(event.joinUrl);
    expect(answer.headers()["cache-control"]).toContain("no-store");
  });

  for (const javaScriptEnabled of [false, true])
    await test.step(`in a browser, script: ${javaScriptEnabled}`, async () => {
      const page = await guest(browser, { javaScriptEnabled });
      const refused: string[] = [];
      page.on("console", (said) => {
        if (said.text().includes("form-action")) refused.push(said.text());
      });
      await page.goto(link);
      // There need be no Teams, only the way there.
      const asked = page.waitForRequest((sent) => sent.url() === event.joinUrl);
      await page.getByRole("button", { name: "Join on Microsoft Teams" }).click();
      expect((await asked).headers()).not.toHaveProperty("referer");
      await leave(page);
      expect(refused).toEqual([]);
    });

  await test.step("the organizer sees it and replaces the link", async () => {
    const roster = `/dashboard/events/${event.id}/registrations`;
    const { rows } = await (await host.request.get(`/api/events/${event.id}/roster`)).json();
    await host.goto(`${roster}?person=${rows[0].id}`);
    const panel = host.getByRole("complementary", { name: "One person" });
    await expect(panel).toContainText("“Join” was pressed 3 times");
    await panel.getByRole("button", { name: "Replace their link" }).click();
    await expect(panel).toContainText("Replaced. The new one is on its way.");
    const ended = load(await (await request.get(link)).text());
    expect(ended("main").text()).toContain("A newer one has taken its place.");
    const fresh = await personalLinkOn(request, await mailedPass(email, 2));
    expect(fresh).not.toBe(link);
    expect(load(await (await request.get(fresh)).text())("main button").text()).toContain("Join");
  });
});
