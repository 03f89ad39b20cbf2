import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { sql } from "kysely";
import nodeIcal from "node-ical";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { changeDates } from "@/lib/registrations/change-dates";
import { exportRoster } from "@/lib/registrations/export-roster";
import { issuePass } from "@/lib/registrations/pass-secrets";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { readRoster } from "@/lib/registrations/roster";
import { withdraw } from "@/lib/registrations/withdraw";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { editorInput, insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { ownerOf } from "@/test/places";
import { useSandbox } from "@/test/sandbox";
import { ines } from "../../sandbox/people.ts";
import { addDates } from "./add-dates";
import { cancelDate } from "./cancel-date";
import { findComingDates } from "./coming-dates";
import { draftEvent } from "./draft-event";
import { moveDate } from "./move-date";
import { pickFromCalendar } from "./pick-meeting";
import { publishEvent } from "./publish-event";
import { readDates } from "./read-dates";
import { readEvents } from "./read-events";
import { readPublicPage } from "./read-page";
import { scheduleReminders } from "./remind";
import { removeDate } from "./remove-date";
import { saveDates } from "./save-dates";
import { saveEvent } from "./save-event";

const sandbox = useSandbox();
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** To the second, as calendars know it. */
const inHours = (hours: number) => new Date(Math.ceil((Date.now() + hours * HOUR) / 1000) * 1000);

async function drain(): Promise<void> {
  await createWorker({ handlers: [...handlers] }).runDue();
}

/** Signs somebody up two days ago; their address, pass and registration. */
async function joined(event: TestEvent, dates: string[]) {
  const email = `${randomUUID()}@example.org`;
  const outcome = await register(signUp(event.slug, { email, dates }), new Date());
  if (outcome.kind !== "registered") throw new Error(`Not in: ${outcome.kind}`);
  await db()
    .updateTable("registrations")
    .set({ created_at: inHours(-48) })
    .where("id", "=", outcome.registrationId)
    .execute();
  await drain();
  const { registrationId: id } = outcome;
  // As the mail brings it: what is changed by it is told at once.
  const pass = await withTx((tx) => issuePass(tx, id, { proved: true }));
  return { email, pass, id };
}

interface Entry {
  uid: string;
  sequence: number;
  status: string;
  startsAt: string;
}

/** The entries of a mail's calendar part as two independent parsers read them. */
function entriesIn(mail: { attachments: { contentType: string; content: string }[] }) {
  const part = mail.attachments.find(({ contentType }) => contentType === "text/calendar");
  if (!part) return null;
  const text = Buffer.from(part.content, "base64").toString("utf8");
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const entries = calendar.getAllSubcomponents("vevent").map((vevent): Entry => {
    const event = new ICAL.Event(vevent);
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: String(vevent.getFirstPropertyValue("status")),
      startsAt: event.startDate.toJSDate().toISOString(),
    };
  });
  const other = Object.values(nodeIcal.sync.parseICS(text)).flatMap((one) =>
    one?.type === "VEVENT" ? [`${one.uid} ${one.start.toISOString()}`] : [],
  );
  expect(other).toEqual(entries.map(({ uid, startsAt }) => `${uid} ${startsAt}`));
  return { method: String(calendar.getFirstPropertyValue("method")), entries };
}

/** What came to somebody, the oldest first. */
async function mailsTo(email: string) {
  const all = (await sandbox.control.mail({ to: email })).reverse();
  return all.map((mail) => ({
    kind: /^<(\w+)\./.exec(mail.headers["message-id"] ?? "")?.[1],
    text: mail.text,
    calendar: entriesIn(mail),
  }));
}

describeDatabase("postgres", "an event of several dates", () => {
  test("is picked with its coming dates", async () => {
    const personId = await sandbox.connect();
    const entry = (await sandbox.control.calendar(ines.oid)).find(
      ({ subject, type }) => subject === "Events team weekly" && type === "occurrence",
    );
    const picked = await pickFromCalendar(
      { id: personId },
      { id: entry?.id ?? "", startsAt: new Date(entry?.start ?? ""), zone: "Europe/Paris" },
      { allDatesFrom: new Date() },
    );
    if (picked.kind !== "picked") throw new Error(`Not picked: ${picked.kind}`);
    expect(picked.meeting.dates).toHaveLength(12);
    const person = { id: personId, name: "Tidewater" };
    const { eventId } = await draftEvent(person, picked.meeting, { direct: null });
    const access = await authorizeEvent(db(), personId, eventId, "own");
    if (!access) throw new Error("The organizer owns the event.");
    const [first, second] = await readDates(access);
    expect(await removeDate(access, first?.id ?? "")).toBe(true);
    expect(await findComingDates(access, new Date())).toMatchObject({
      kind: "found",
      dates: [{ startsAt: first?.startsAt }],
    });
    // The lists have it once, by its next date.
    expect(await readEvents(personId)).toMatchObject([
      { id: eventId, dates: 11, startsAt: second?.startsAt.toISOString() },
    ]);
    const published = await publishEvent(access, new Date());
    if (published.kind !== "published") throw new Error(`Not published: ${published.kind}`);
    expect(await readPublicPage(published.slug)).toMatchObject({ choosesDates: false });
  });

  test("keeps one date's time where the editor says another, and its rules by date", async () => {
    const event = await insertEvent({
      state: "draft",
      capacity: 9,
      waitlist: true,
      dates: [{}, {}],
    });
    const access = await ownerOf(event);
    const before = await readDates(access);
    const [first, second] = before;
    const places = new Map([[first?.id ?? "", 1]]);
    expect(await saveDates(access, { choosesDates: true, places })).toEqual({ kind: "saved" });
    const saved = await saveEvent(
      access,
      editorInput(event, { title: "Tides", capacity: "5", waitlist: "on" }),
    );
    expect(saved).toMatchObject({ kind: "saved" });
    const after = await readDates(access);
    expect(after.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual(
      before.map(({ startsAt, endsAt }) => [startsAt, endsAt]),
    );
    expect(after.map(({ capacity }) => capacity)).toEqual([1, null]);
    const row = await db()
      .selectFrom("events")
      .select(["title", "capacity", "waitlist"])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ title: "Tides", capacity: null, waitlist: false });
    const late = { closesAt: "2036-12-03T18:00" };
    expect(await saveEvent(access, editorInput(event, late))).toMatchObject({
      errors: { closesAt: "errors.closesAt.afterEnd" },
    });
    const date = (hours: number) => ({
      startsAt: inHours(hours),
      endsAt: inHours(hours + 1),
      zone: "Europe/Paris",
    });
    expect(await addDates(access, [date(-5)], new Date())).toEqual({ kind: "past" });
    expect(
      await addDates(
        access,
        [{ ...date(1), startsAt: second?.startsAt ?? new Date() }],
        inHours(0),
      ),
    ).toEqual({ kind: "twice" });
    const many = Array.from({ length: 29 }, (_, at) => date(100 + at));
    expect(await addDates(access, many, new Date())).toEqual({ kind: "too-many" });
    await db().updateTable("events").set({ state: "open" }).execute();
    expect(await saveDates(access, { choosesDates: false, places })).toEqual({ kind: "fixed" });
    expect(await removeDate(access, first?.id ?? "")).toBe(false);
  });

  test("tells each of what concerns their dates, entry by entry", async () => {
    const event = await insertEvent({
      registrar: "direct",
      choosesDates: true,
      startsAt: inHours(14 * 24),
      dates: [{ capacity: 5 }, {}, {}],
    });
    const access = await ownerOf(event);
    const [first, second, third] = await readDates(access);
    const ids = [first?.id ?? "", second?.id ?? "", third?.id ?? ""] as const;
    const both = await joined(event, [ids[0], ids[1]]);
    const one = await joined(event, [ids[2]]);

    const [confirmation] = await mailsTo(both.email);
    expect(confirmation?.calendar).toMatchObject({
      method: "PUBLISH",
      entries: [
        { startsAt: first?.startsAt.toISOString(), status: "CONFIRMED" },
        { startsAt: second?.startsAt.toISOString(), status: "CONFIRMED" },
      ],
    });
    const uids = confirmation?.calendar?.entries.map(({ uid }) => uid) ?? [];
    expect(new Set(uids).size).toBe(2);
    expect((await mailsTo(one.email))[0]?.calendar).toMatchObject({ method: "REQUEST" });

    expect(await cancelDate(access, ids[1], new Date())).toEqual({ kind: "cancelled" });
    await drain();
    const [, cancelled, ...more] = await mailsTo(both.email);
    expect(more).toEqual([]);
    expect(cancelled).toMatchObject({ kind: "dates", calendar: { method: "CANCEL" } });
    expect(cancelled?.text).toContain("One of your dates was cancelled");
    expect(cancelled?.calendar?.entries.map(({ uid }) => uid)).toEqual([uids[1]]);
    expect(cancelled?.calendar?.entries[0]?.sequence).toBeGreaterThan(
      confirmation?.calendar?.entries[1]?.sequence ?? Number.NaN,
    );
    expect((await mailsTo(one.email)).map(({ kind }) => kind)).toEqual(["confirmation"]);

    expect(await changeDates(both.pass, [ids[2]], new Date())).toEqual({ kind: "saved" });
    await drain();
    const changed = (await mailsTo(both.email)).at(-1);
    const byUid = new Map(changed?.calendar?.entries.map((each) => [each.uid, each]));
    expect(byUid.get(uids[0] ?? "")?.status).toBe("CANCELLED");
    expect([...byUid.values()].filter(({ status }) => status === "CONFIRMED")).toMatchObject([
      { startsAt: third?.startsAt.toISOString() },
    ]);
    // Taken anew, an entry is higher than the one that took it out.
    await changeDates(both.pass, [ids[0], ids[2]], new Date());
    await drain();
    const again = (await mailsTo(both.email)).at(-1)?.calendar?.entries;
    const entry = again?.find(({ uid }) => uid === uids[0]);
    expect(entry?.status).toBe("CONFIRMED");
    expect(entry?.sequence).toBeGreaterThan(byUid.get(uids[0] ?? "")?.sequence ?? Number.NaN);

    // The one who is left with nothing hears that too; the last date is the event's own end.
    expect(await cancelDate(access, ids[2], new Date())).toEqual({ kind: "cancelled" });
    expect(await cancelDate(access, ids[0], new Date())).toEqual({ kind: "last-one" });
    await drain();
    expect((await mailsTo(one.email)).at(-1)?.text).toContain("None of the dates you chose");
    expect(await readPass(one.pass, new Date())).toMatchObject({ canChangeDates: true });

    const question = { query: "", view: "all", cursor: null, limit: 9 } as const;
    const roster = await readRoster(access, { ...question, date: ids[0] });
    expect(roster.rows.map(({ id }) => id)).toEqual([both.id]);
    let file = "";
    const zone = "Europe/Paris";
    for await (const part of exportRoster(access, { query: "", view: "all", locale: "en", zone }))
      file += part;
    expect(file).toContain("Their dates (Europe/Paris)");
  });

  test("leaves no entry behind with whoever goes before a change was told", async () => {
    const event = await insertEvent({
      registrar: "direct",
      choosesDates: true,
      startsAt: inHours(14 * 24),
      dates: [{}, {}, {}],
    });
    const access = await ownerOf(event);
    const [first = "", second = "", third = ""] = (await readDates(access)).map(({ id }) => id);
    const person = await joined(event, [first, second, third]);
    // They signed up while the cancellation waited for the event.
    await db().updateTable("registrations").set({ created_at: new Date() }).execute();
    await cancelDate(access, third, inHours(-1));
    await drain();
    expect(await changeDates(person.pass, [second], new Date())).toEqual({ kind: "saved" });
    await withdraw(person.pass, new Date());
    await drain();
    const [confirmation, cancelled, withdrawn, ...more] = await mailsTo(person.email);
    const entries = (mail?: typeof confirmation) => mail?.calendar?.entries ?? [];
    expect(entries(confirmation)).toHaveLength(3);
    expect(entries(cancelled)).toMatchObject([{ status: "CANCELLED" }]);
    expect(withdrawn?.kind).toBe("withdrawn");
    expect(entries(withdrawn).map(({ uid, status }) => [uid, status])).toEqual(
      entries(confirmation).map(({ uid }) => [uid, "CANCELLED"]),
    );
    expect(more).toEqual([]);
  });

  test("reminds by date, whom it concerns", async () => {
    const soon = inHours(20);
    const event = await insertEvent({
      registrar: "direct",
      choosesDates: true,
      dates: [{ startsAt: soon }, { startsAt: new Date(soon.getTime() + 7 * DAY) }],
    });
    const [first, second] = await readDates(await ownerOf(event));
    const now = await joined(event, [first?.id ?? "", second?.id ?? ""]);
    const later = await joined(event, [second?.id ?? ""]);
    const schedule = () => withTx((tx) => scheduleReminders(tx, event.id, inHours(-1000)));
    await schedule();
    await drain();
    const kinds = async ({ email }: typeof now) => (await mailsTo(email)).map(({ kind }) => kind);
    expect(await kinds(now)).toEqual(["confirmation", "reminder"]);
    expect(await kinds(later)).toEqual(["confirmation"]);
    // A week on, when the first one turns out to be cancelled, the second is a day off.
    await db()
      .updateTable("event_dates")
      .set({
        starts_at: sql<Date>`starts_at - interval '7 days'`,
        ends_at: sql<Date>`ends_at - interval '7 days'`,
        cancelled_at: sql<Date | null>`case when id = ${first?.id ?? ""} then now() end`,
      })
      .execute();
    await schedule();
    await drain();
    expect(await kinds(later)).toEqual(["confirmation", "reminder"]);
    expect(await kinds(now)).toHaveLength(3);
  });

  test("tells everybody of a date that is added where all come to all of them", async () => {
    const event = await insertEvent({
      registrar: "direct",
      startsAt: inHours(14 * 24),
      dates: [{}, {}],
    });
    const access = await ownerOf(event);
    const person = await joined(event, []);
    const at = { startsAt: inHours(900), endsAt: inHours(901), zone: "Europe/Paris" };
    expect(await addDates(access, [at], new Date())).toEqual({ kind: "added", added: 1 });
    await drain();
    const [confirmation, added] = await mailsTo(person.email);
    expect(confirmation?.calendar?.entries).toHaveLength(2);
    expect(added).toMatchObject({ kind: "dates", calendar: { method: "REQUEST" } });
    expect(added?.calendar?.entries).toMatchObject([{ startsAt: at.startsAt.toISOString() }]);
    const [first] = await readDates(access);
    const to = { startsAt: inHours(800), endsAt: inHours(801) };
    expect(await moveDate(access, first?.id ?? "", to, new Date())).toEqual({ kind: "moved" });
    expect(await moveDate(access, first?.id ?? "", at, new Date())).toEqual({ kind: "twice" });
    await drain();
    const moved = (await mailsTo(person.email)).at(-1);
    expect(moved?.text).toContain("One of your dates has a new time");
    expect(moved?.calendar).toMatchObject({
      method: "REQUEST",
      entries: [{ startsAt: to.startsAt.toISOString() }],
    });
    const before = confirmation?.calendar?.entries[0];
    expect(moved?.calendar?.entries[0]?.uid).toBe(before?.uid);
    expect(moved?.calendar?.entries[0]?.sequence).toBeGreaterThan(before?.sequence ?? Number.NaN);
    const page = await readPublicPage(event.slug);
    expect(page?.dates.map(({ cancelled, hasCapacity }) => [cancelled, hasCapacity])).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});
