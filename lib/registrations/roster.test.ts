import { sql } from "kysely";
import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { MAIL_LANE } from "@/lib/mail/lane";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { mustCome } from "@/test/places";
import { promote } from "./promote";
import { register } from "./register";
import { retryAll } from "./retry-registration";
import { type RosterQuestion, readRoster, readRosterPerson } from "./roster";
import { withdrawRegistration } from "./withdraw-registration";

const ALL: RosterQuestion = { query: "", view: "all", cursor: null, limit: 50 };

async function accessTo(event: TestEvent): Promise<EventAccess> {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "view");
  if (!access) throw new Error("The organizer sees the event.");
  return access;
}

describeDatabases("the roster", () => {
  test("pages through everybody once, newest first, also those of one instant", async () => {
    const event = await insertEvent();
    const instant = new Date();
    for (let index = 0; index < 7; index++)
      await register(signUp(event.slug, { lastName: `Nr${index}` }), instant);
    const access = await accessTo(event);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await readRoster(access, { ...ALL, cursor, limit: 3 });
      expect(page.total).toBe(7);
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  test("searches names and addresses, and takes %, _ and \\ as they are", async () => {
    const event = await insertEvent();
    await register(
      signUp(event.slug, { firstName: "Zoë", email: "zoe_100%@example.org" }),
      new Date(),
    );
    await register(signUp(event.slug, { firstName: "Bas", email: "bas@example.org" }), new Date());
    const access = await accessTo(event);
    const found = async (query: string) =>
      (await readRoster(access, { ...ALL, query })).rows.map(({ firstName }) => firstName);
    expect(await found("zoë dia")).toEqual(["Zoë"]);
    expect(await found("_100%")).toEqual(["Zoë"]);
    expect(await found("%")).toEqual(["Zoë"]);
    expect(await found("\\")).toEqual([]);
    expect(await found("BAS@")).toEqual(["Bas"]);
  });

  test("tells apart who waits, who is in trouble and who gave up; retry sets them going", async () => {
    const event = await insertEvent();
    for (const firstName of ["Ready", "Stuck", "Waits", "Gone"])
      await register(signUp(event.slug, { firstName }), new Date());
    const access = await accessTo(event);
    const state = (firstName: string, values: object) =>
      db()
        .updateTable("enrolments")
        .set(values)
        .where("registration_id", "=", (eb) =>
          eb.selectFrom("registrations").select("id").where("first_name", "=", firstName),
        )
        .execute();
    await state("Ready", { state: "enrolled", enrolled_at: new Date() });
    await state("Stuck", { state: "failed", reason: "meeting-gone", request_id: "abc" });
    const everybody = await readRoster(access, ALL);
    const gone = everybody.rows.find(({ firstName }) => firstName === "Gone");
    await withdrawRegistration(access, gone?.id ?? "", new Date());
    const roster = await readRoster(access, { ...ALL, view: "trouble" });
    expect(roster.counts).toEqual({
      all: 4,
      taken: 3,
      waiting: 1,
      requests: 0,
      waitlist: 0,
      unconfirmed: 0,
      trouble: 1,
      withdrawn: 1,
    });
    expect(roster.rows).toMatchObject([
      { firstName: "Stuck", link: "failed", linkReason: "meeting-gone", requestId: "abc" },
    ]);
    await sql`delete from jobs`.execute(db());
    expect(await retryAll(access)).toBe(1);
    expect((await readRoster(access, ALL)).counts).toMatchObject({ waiting: 2, trouble: 0 });
    const jobs = await db().selectFrom("jobs").select("name").execute();
    expect(jobs).toEqual([{ name: "enrolment.reconcile" }]);
  });

  test("shows the line in its order, who asks, and whose address is to be confirmed", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true });
    await mustCome(event);
    const line = [await mustCome(event), await mustCome(event), await mustCome(event)];
    const ids = line.map(({ id }) => id);
    await mustCome(event, new Date(), "queue");
    const access = await accessTo(event);
    const roster = await readRoster(access, { ...ALL, view: "waitlist", limit: 2 });
    expect(roster.counts).toMatchObject({ all: 5, taken: 1, waitlist: 3, unconfirmed: 1 });
    expect(roster.rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const cursor = roster.next;
    const rest = await readRoster(access, { ...ALL, view: "waitlist", limit: 2, cursor });
    expect(rest.rows.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(await promote(access, ids.slice(2))).toBe(1);
    const after = await readRoster(access, { ...ALL, view: "waitlist" });
    expect(after.rows.map(({ id }) => id)).toEqual([ids[2], ids[0], ids[1]]);
    expect(await readRosterPerson(access, ids[0] ?? "")).toMatchObject({ linePosition: 2 });

    const asked = await insertEvent({ approval: true });
    await mustCome(asked);
    const requests = await readRoster(await accessTo(asked), { ...ALL, view: "requests" });
    expect(requests.rows).toMatchObject([{ place: "awaiting_approval", link: "none" }]);
  });

  test("one event's roster holds nobody of another", async () => {
    const event = await insertEvent();
    const other = await insertEvent();
    await register(signUp(other.slug), new Date());
    const theirs = (await readRoster(await accessTo(other), ALL)).rows[0];
    const access = await accessTo(event);
    expect((await readRoster(access, ALL)).rows).toEqual([]);
    expect(await readRosterPerson(access, theirs?.id ?? "")).toBeNull();
    expect(await withdrawRegistration(access, theirs?.id ?? "", new Date())).toEqual({
      kind: "already",
    });
    expect(
      (await readRosterPerson(await accessTo(other), theirs?.id ?? ""))?.history,
    ).toMatchObject([{ kind: "mail-waiting" }, { kind: "signed-up" }]);
  });

  test("shows each mail of a person: waiting, sent or refused, and why", async () => {
    const event = await insertEvent();
    const { id } = await mustCome(event);
    const access = await accessTo(event);
    const mails = async () =>
      ((await readRosterPerson(access, id))?.history ?? [])
        .filter(({ kind }) => kind.startsWith("mail-"))
        .map(({ kind, detail, reason }) => [kind, detail, reason])
        .sort();
    expect(await mails()).toEqual([["mail-waiting", "confirmation", null]]);
    await db()
      .insertInto("lanes")
      .values({
        lane: MAIL_LANE,
        paused_until: new Date(Date.now() + 60_000),
        reason: "unreachable",
      })
      .onConflict((conflict) =>
        conflict.column("lane").doUpdateSet({
          paused_until: new Date(Date.now() + 60_000),
          reason: "unreachable",
        }),
      )
      .execute();
    expect(await mails()).toEqual([["mail-waiting", "confirmation", "unreachable"]]);
    await db().updateTable("mails").set({ state: "failed", reason: "550" }).execute();
    await db()
      .insertInto("mails")
      .values([
        { registration_id: id, kind: "link", state: "sent", sent_at: new Date() },
        { registration_id: id, kind: "reminder", state: "waiting", reason: "later" },
      ])
      .execute();
    expect(await mails()).toEqual([
      ["mail-failed", "confirmation", "550"],
      ["mail-sent", "link", undefined],
      ["mail-waiting", "reminder", "later"],
    ]);
  });
});
