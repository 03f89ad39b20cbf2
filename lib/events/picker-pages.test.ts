import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { register } from "@/lib/registrations/register";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { asPage, selectPages } from "./picker-pages";

describeDatabases("a person's pages in the picker", () => {
  test("say how many places are taken, limited or not", async () => {
    for (const capacity of [null, 5]) {
      const event = await insertEvent({ capacity });
      for (const name of ["amara", "bilal"])
        await register(signUp(event.slug, { email: `${name}@example.org` }), new Date());
      const { personId } = await db()
        .selectFrom("meetings")
        .select("person_id as personId")
        .where("id", "=", event.meetingId)
        .executeTakeFirstOrThrow();
      const page = await selectPages(personId)
        .where("events.id", "=", event.id)
        .executeTakeFirstOrThrow();
      expect(asPage(page)).toEqual({ eventId: event.id, state: "open", taken: 2, capacity });
    }
  });
});
