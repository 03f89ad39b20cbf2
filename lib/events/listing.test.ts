import { expect, it } from "vitest";
import { db } from "@/lib/db/database";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent, type TestEvent } from "@/test/fixtures";
import { listEvent } from "./list-event";
import { readListed } from "./read-listed";
import { readPublicPage } from "./read-page";

async function owner(event: TestEvent) {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "edit");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

const DAY = 24 * 60 * 60_000;

describeDatabases("what search engines are told", () => {
  it("names no page that its organizer has not listed", async () => {
    const event = await insertEvent();
    expect(await readListed(new Date())).toEqual([]);
    expect((await readPublicPage(event.slug))?.listed).toBe(false);
  });

  it("names listed pages, the next ones first, and changes the page", async () => {
    const later = await insertEvent();
    const sooner = await insertEvent({ startsAt: new Date(Date.now() + DAY) });
    for (const event of [later, sooner])
      expect(await listEvent(await owner(event), true)).toBe(true);
    const listed = await readListed(new Date());
    expect(listed.map(({ slug }) => slug)).toEqual([sooner.slug, later.slug]);
    expect(await readPublicPage(later.slug)).toMatchObject({ listed: true, version: "1" });
    await listEvent(await owner(later), false);
    expect(await readListed(new Date())).toHaveLength(1);
  });

  it("forgets what is a draft, over or cancelled", async () => {
    const draft = await insertEvent({ state: "draft" });
    const over = await insertEvent({ startsAt: new Date(Date.now() - DAY) });
    const cancelled = await insertEvent();
    for (const event of [draft, over, cancelled]) await listEvent(await owner(event), true);
    await db()
      .updateTable("events")
      .set({ state: "cancelled" })
      .where("id", "=", cancelled.id)
      .execute();
    expect(await readListed(new Date())).toEqual([]);
    expect(await listEvent(await owner(cancelled), false)).toBe(false);
  });
});
