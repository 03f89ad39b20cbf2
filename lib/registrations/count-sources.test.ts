import { expect, it } from "vitest";
import { db } from "@/lib/db/database";
import type { Source } from "@/lib/db/schema";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { countSources } from "./count-sources";
import { register } from "./register";

async function viewer(event: TestEvent) {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "view");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

async function come(event: TestEvent, source: Source | null): Promise<string> {
  const outcome = await register(signUp(event.slug, { source }), new Date());
  if (outcome.kind !== "registered") throw new Error(outcome.kind);
  return outcome.registrationId;
}

describeDatabases("sources", () => {
  it("are kept with the registration, only when the address said one", async () => {
    const event = await insertEvent();
    await come(event, { utm_source: "mail", utm_campaign: "spring" });
    await come(event, null);
    const rows = await db()
      .selectFrom("registrations")
      .select("source")
      .orderBy("created_at")
      .execute();
    expect(rows).toEqual([
      { source: { utm_source: "mail", utm_campaign: "spring" } },
      { source: null },
    ]);
  });

  it("are counted by name and campaign, most first, and the rest together", async () => {
    const event = await insertEvent();
    const other = await insertEvent();
    for (const source of [
      { utm_source: "mail", utm_campaign: "spring" },
      { utm_source: "mail", utm_campaign: "spring" },
      { utm_source: "mail" },
      { ref: "partner" },
      { utm_medium: "poster" },
      null,
      null,
      null,
    ])
      await come(event, source);
    await come(other, { ref: "elsewhere" });
    expect(await countSources(await viewer(event), 4)).toEqual({
      sources: [
        { name: null, campaign: null, count: 3 },
        { name: "mail", campaign: "spring", count: 2 },
        { name: "mail", campaign: null, count: 1 },
        { name: "partner", campaign: null, count: 1 },
      ],
      others: 1,
    });
    expect(await countSources(await viewer(await insertEvent()), 4)).toEqual({
      sources: [],
      others: 0,
    });
  });
});
