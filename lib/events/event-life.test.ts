import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { register } from "@/lib/registrations/register";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { editorInput, insertEvent, insertPerson, signUp, type TestEvent } from "@/test/fixtures";
import { cancelEvent, countLinks } from "./cancel-event";
import { closeEvent, reopenEvent } from "./close-event";
import { deleteDraft } from "./delete-draft";
import { draftEvent } from "./draft-event";
import { publishEvent } from "./publish-event";
import { readEvent, readEvents } from "./read-events";
import { readPublicPage } from "./read-page";
import { saveEvent } from "./save-event";
import type { EventInput } from "./schema";

const NOW = () => new Date();

async function owner(event: TestEvent): Promise<EventAccess> {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

function input(event: { slug: string }, wanted: Record<string, string> = {}): EventInput {
  return editorInput(event, { accent: "night", ...wanted });
}

describeDatabases("an event's life", () => {
  test("a picked meeting becomes a draft that nobody sees, filled from it", async () => {
    const personId = await insertPerson();
    const picked = {
      graphId: "MSpk",
      subject: "Élan: the tide",
      joinUrl: "https://teams.microsoft.com/meet/123456789012?p=secret",
      startsAt: new Date("2036-12-03T17:00:00Z"),
      endsAt: new Date("2036-12-03T18:15:00Z"),
      zone: "Europe/Paris",
    };
    const first = await draftEvent({ id: personId, name: "Ines Castillo" }, picked);
    const second = await draftEvent({ id: personId, name: "Ines Castillo" }, picked);
    const events = await readEvents(personId);
    expect(events.map(({ id }) => id).sort()).toEqual([first.eventId, second.eventId].sort());
    expect(events.find(({ id }) => id === first.eventId)).toMatchObject({
      slug: "elan-the-tide",
      state: "draft",
      startsAt: "2036-12-03T17:00:00.000Z",
      zone: "Europe/Paris",
    });
    expect(await readPublicPage("elan-the-tide")).toBeNull();
    const meetings = await db().selectFrom("meetings").selectAll().execute();
    expect(meetings).toHaveLength(1);
    expect(JSON.stringify(meetings)).not.toContain("secret");
    const access = await authorizeEvent(db(), personId, first.eventId, "own");
    expect((await readEvent(access as EventAccess)).description).toBe("");
  });

  test("another person's event is like none", async () => {
    const event = await insertEvent();
    const stranger = await insertPerson();
    expect(await authorizeEvent(db(), stranger, event.id, "view")).toBeNull();
    expect(await readEvents(stranger)).toEqual([]);
    await db()
      .insertInto("members")
      .values({ event_id: event.id, person_id: stranger, role: "viewer" })
      .execute();
    expect(await authorizeEvent(db(), stranger, event.id, "view")).toMatchObject({
      role: "viewer",
    });
    expect(await authorizeEvent(db(), stranger, event.id, "edit")).toBeNull();
  });

  test("publishing with the direct registrar opens the page at once", async () => {
    const event = await insertEvent({ state: "draft", registrar: "direct" });
    const access = await owner(event);
    expect(await publishEvent(access, NOW())).toEqual({ kind: "published", slug: event.slug });
    expect(await publishEvent(access, NOW())).toEqual({ kind: "already", slug: event.slug });
    expect(await readPublicPage(event.slug)).toMatchObject({ state: "open" });
  });

  test("publishing refuses a date in the past and a text that holds the way in", async () => {
    const past = new Date(Date.now() - 3 * 60 * 60_000);
    const old = await insertEvent({ state: "draft", registrar: "direct", startsAt: past });
    expect(await publishEvent(await owner(old), NOW())).toEqual({
      kind: "missing",
      what: ["future"],
    });
    const event = await insertEvent({ state: "draft", registrar: "direct" });
    const access = await owner(event);
    const description = "Join: https://teams.microsoft.com/meet/123456789012?p=AbCdEf";
    const leaking = input(event, { description, registrar: "direct" });
    expect((await saveEvent(access, leaking)).kind).toBe("saved");
    expect(await publishEvent(access, NOW())).toMatchObject({ kind: "leaks-way-in" });
    expect((await saveEvent(access, input(event, { registrar: "direct" }))).kind).toBe("saved");
    expect((await publishEvent(access, NOW())).kind).toBe("published");
    expect(await saveEvent(access, leaking)).toMatchObject({ kind: "leaks-way-in" });
  });

  test("publishing without a connection says so and opens nothing", async () => {
    const event = await insertEvent({ state: "draft" });
    expect(await publishEvent(await owner(event), NOW())).toMatchObject({
      kind: "broken-connection",
    });
    expect(await readPublicPage(event.slug)).toBeNull();
  });

  test("saving keeps what is fixed fixed and tells each fault beside its field", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    const wrong = input(event, {
      audience: "organization",
      registrar: "direct",
      slug: "another-address",
    });
    expect(await saveEvent(access, wrong)).toEqual({
      kind: "invalid",
      errors: {
        audience: "errors.audience.fixed",
        registrar: "errors.registrar.fixed",
        slug: "errors.slug.fixed",
      },
    });
    expect(await saveEvent(access, input(event, { endsAt: "2036-12-03T17:00" }))).toEqual({
      kind: "invalid",
      errors: { endsAt: "errors.endsAt.beforeStart" },
    });
    expect(await saveEvent(access, input(event, { zone: "Mars/Olympus" }))).toEqual({
      kind: "invalid",
      errors: { zone: "errors.zone.invalid" },
    });
    const draft = await insertEvent({ state: "draft" });
    expect(await saveEvent(await owner(draft), input(event))).toEqual({ kind: "slug-taken" });
  });

  test("a capacity set later counts who is there already", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    for (let index = 0; index < 3; index++) await register(signUp(event.slug), NOW());
    const quiet = { telling: "quiet" } as const;
    expect((await saveEvent(access, input(event, { capacity: "3" }), quiet)).kind).toBe("saved");
    expect((await register(signUp(event.slug), NOW())).kind).toBe("full");
    expect((await saveEvent(access, input(event, { capacity: "4" }))).kind).toBe("saved");
    expect((await register(signUp(event.slug), NOW())).kind).toBe("registered");
    expect((await register(signUp(event.slug), NOW())).kind).toBe("full");
  });

  test("a date that moves is the next version of its calendar entry", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    await saveEvent(access, input(event));
    await saveEvent(access, input(event));
    await saveEvent(access, input(event, { endsAt: "2036-12-03T20:00" }));
    const date = await db().selectFrom("event_dates").select("sequence").executeTakeFirstOrThrow();
    expect(date.sequence).toBe(2);
  });

  test("closing stops sign-ups and touches no link; reopening takes them again", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    await register(signUp(event.slug), NOW());
    expect(await closeEvent(access)).toBe(true);
    expect(await closeEvent(access)).toBe(false);
    expect((await register(signUp(event.slug), NOW())).kind).toBe("closed");
    const enrolments = await db().selectFrom("enrolments").select("wanted").execute();
    expect(enrolments).toEqual([{ wanted: "enrolled" }]);
    expect(await reopenEvent(access)).toBe(true);
    expect((await register(signUp(event.slug), NOW())).kind).toBe("registered");
  });

  test("cancelling ends every enrolment, promises everybody a mail and closes once", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    await register(signUp(event.slug), NOW());
    await register(signUp(event.slug), NOW());
    await db()
      .updateTable("enrolments")
      .set({ state: "enrolled", tried_at: NOW(), join_link_sealed: "x" })
      .execute();
    expect(await countLinks(access)).toBe(2);
    expect(await cancelEvent(access, NOW())).toBe(true);
    expect(await cancelEvent(access, NOW())).toBe(false);
    const enrolments = await db().selectFrom("enrolments").select(["wanted", "state"]).execute();
    expect(enrolments).toEqual([
      { wanted: "withdrawn", state: "withdrawing" },
      { wanted: "withdrawn", state: "withdrawing" },
    ]);
    const mails = await db()
      .selectFrom("mails")
      .where("kind", "=", "cancelled")
      .select("id")
      .execute();
    expect(mails).toHaveLength(2);
    const closing = await db()
      .selectFrom("jobs")
      .where("name", "=", "enrolment.close-registration")
      .select("id")
      .execute();
    expect(closing).toHaveLength(1);
    expect(await saveEvent(access, input(event))).toEqual({ kind: "cancelled" });
    expect((await register(signUp(event.slug), NOW())).kind).toBe("cancelled");
  });

  test("a meeting that another event lives on keeps its registration", async () => {
    const event = await insertEvent();
    await insertEvent({ organizerId: event.organizerId, meeting: { id: event.meetingId } });
    await cancelEvent(await owner(event), NOW());
    const closing = await db()
      .selectFrom("jobs")
      .where("name", "=", "enrolment.close-registration")
      .select("id")
      .execute();
    expect(closing).toEqual([]);
  });

  test("only a draft can be deleted", async () => {
    const open = await insertEvent();
    const draft = await insertEvent({ state: "draft" });
    expect(await deleteDraft(await owner(open))).toBe(false);
    expect(await deleteDraft(await owner(draft))).toBe(true);
    expect(
      await withTx((tx) => authorizeEvent(tx, draft.organizerId, draft.id, "view")),
    ).toBeNull();
  });
});
