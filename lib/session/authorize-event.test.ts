import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "@/lib/db/database";
import type { MemberRole } from "@/lib/db/schema";
import { describeDatabases } from "@/test/database";
import { insertEvent, insertPerson } from "@/test/fixtures";
import type { Need } from "./access";
import { authorizeEvent } from "./authorize-event";

async function member(eventId: string, role: MemberRole): Promise<string> {
  const personId = await insertPerson();
  await db()
    .insertInto("members")
    .values({ event_id: eventId, person_id: personId, role })
    .execute();
  return personId;
}

describeDatabases("authorizeEvent", () => {
  it.each<[MemberRole, Need[]]>([
    ["owner", ["view", "edit", "own"]],
    ["editor", ["view", "edit"]],
    ["viewer", ["view"]],
  ])("a %s may %s", async (role, allowed) => {
    const event = await insertEvent();
    const personId = await member(event.id, role);
    for (const need of ["view", "edit", "own"] as const) {
      const access = await authorizeEvent(db(), personId, event.id, need);
      if (allowed.includes(need)) expect(access).toEqual({ eventId: event.id, personId, role });
      else expect(access).toBeNull();
    }
  });

  it("answers for another's event as for one that does not exist", async () => {
    const [mine, other] = [await insertEvent(), await insertEvent()];
    for (const eventId of [other.id, randomUUID(), "no id", "", "' or 1=1 --"])
      expect(await authorizeEvent(db(), mine.organizerId, eventId, "view")).toBeNull();
  });
});
