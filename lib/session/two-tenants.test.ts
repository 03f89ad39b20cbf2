import { beforeEach, expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { resetEnv } from "@/lib/env";
import { readEvents } from "@/lib/events/read-events";
import { upsertPerson } from "@/lib/organizers/queries";
import { register } from "@/lib/registrations/register";
import { describeDatabase } from "@/test/database";
import { handOff, insertEvent, insertPerson, signUp } from "@/test/fixtures";
import { authorizeEvent } from "./authorize-event";
import { findAttendeeEvent } from "./find-attendee-event";

const TIDEWATER = "74696465-7761-4465-8272-000000000001";
const NORTHMOOR = "6e6f7274-686d-4f6f-8272-000000000001";

beforeEach(() => {
  process.env.ENTRA_TENANT_ID = "organizations";
  process.env.ORGANIZER_TENANTS = `${TIDEWATER},${NORTHMOOR}`;
  resetEnv();
  return () => {
    delete process.env.ORGANIZER_TENANTS;
    process.env.ENTRA_TENANT_ID = "7c9f1a52-5d3e-4c7a-9a30-0d5c8b6e1f01";
    resetEnv();
  };
});

describeDatabase("postgres", "two tenants on one Usher", () => {
  test("see nothing of each other, not even with the same oid", async () => {
    const oid = crypto.randomUUID();
    const who = { oid, name: "Ines", email: "ines@example.org", locale: null };
    const [one, other] = await withTx(async (tx) => [
      await upsertPerson(tx, { ...who, tid: TIDEWATER }),
      await upsertPerson(tx, { ...who, tid: NORTHMOOR, name: "Ifeoma" }),
    ]);
    expect(one.id).not.toBe(other.id);
    const event = await insertEvent({ organizerId: one.id });
    const theirs = await insertEvent({ organizerId: other.id });
    const listed = async (id: string) => (await readEvents(id)).map((each) => each.id);
    expect(await listed(one.id)).toEqual([event.id]);
    expect(await listed(other.id)).toEqual([theirs.id]);
    expect(await authorizeEvent(db(), other.id, event.id, "view")).toBeNull();
    expect(await authorizeEvent(db(), one.id, event.id, "own")).not.toBeNull();
  });

  test("an event for the organization is for its organizer's own", async () => {
    const organizerId = await insertPerson({ tid: NORTHMOOR });
    const event = await insertEvent({ organizerId, audience: "organization" });
    // Whoever attends signs in at that tenant's authority, and nowhere else.
    expect(await findAttendeeEvent(db(), event.slug)).toMatchObject({ tid: NORTHMOOR });
    const come = async (tid: string) => {
      const handoff = await handOff(event.id, { tid });
      return (await register(signUp(event.slug, { handoff }), new Date())).kind;
    };
    expect(await come(TIDEWATER)).toBe("other-organization");
    expect(await come(NORTHMOOR)).toBe("registered");
  });
});
