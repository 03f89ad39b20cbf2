import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { addDates } from "@/lib/events/add-dates";
import { findComingDates } from "@/lib/events/coming-dates";
import { draftEvent } from "@/lib/events/draft-event";
import { moveDate } from "@/lib/events/move-date";
import { pickFromCalendar } from "@/lib/events/pick-meeting";
import { publishEvent } from "@/lib/events/publish-event";
import { type DeskDate, readDates } from "@/lib/events/read-dates";
import { readPublicPage } from "@/lib/events/read-page";
import { scheduleReminders } from "@/lib/events/remind";
import { removeDate } from "@/lib/events/remove-date";
import { saveDates } from "@/lib/events/save-dates";
import { readPass } from "@/lib/registrations/read-pass";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { lookAtMeetings } from "@/test/look-at-meetings";
import { useSandbox } from "@/test/sandbox";
import { signedUp } from "@/test/signed-up";
import type { CalendarEntry, Meeting } from "../../sandbox/model.ts";
import { ines } from "../../sandbox/people.ts";
import { type Answer, answerChange } from "./answer-change";
import { answerLoss } from "./answer-loss";
import { readFollowing } from "./read-news";
import { setMeetingChanges } from "./set-meeting-changes";

const sandbox = useSandbox();
const HOUR_MS = 60 * 60_000;
const WEEK = 7 * 24;
const inHours = (moment: string, hours: number) =>
  new Date(Date.parse(moment) + hours * HOUR_MS).toISOString();

interface Guest {
  email: string;
  pass: string;
}

interface World {
  access: EventAccess;
  slug: string;
  meeting: Meeting;
  master: CalendarEntry;
  /** As they were when the page was made. */
  entries: CalendarEntry[];
  /** Comes to the second and the third date. */
  early: Guest;
  /** Comes to the fifth. */
  late: Guest;
}

/** A page of Ines' weekly, where people choose among its first five dates, with two of them. */
async function publishWeekly(): Promise<World> {
  const all = await sandbox.control.calendar(ines.oid);
  const master = all.find(
    ({ subject, type }) => subject === "Events team weekly" && type === "seriesMaster",
  ) as CalendarEntry;
  const entries = all.filter(({ seriesMasterId }) => seriesMasterId === master.id);
  const [first] = entries;
  const meeting = (await sandbox.control.meetings(ines.oid)).find(
    ({ joinWebUrl }) => joinWebUrl === master.joinUrl,
  ) as Meeting;
  const personId = await sandbox.connect();
  const picked = await pickFromCalendar(
    { id: personId },
    { id: String(first?.id), startsAt: new Date(String(first?.start)), zone: "Europe/Paris" },
    { allDatesFrom: new Date() },
  );
  if (picked.kind !== "picked") throw new Error(`Not picked: ${picked.kind}`);
  const person = { id: personId, name: "Tidewater" };
  const { eventId } = await draftEvent(person, picked.meeting, { direct: null });
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  for (const { id } of (await readDates(access)).slice(5)) await removeDate(access, id);
  await saveDates(access, { choosesDates: true, places: new Map() });
  const outcome = await publishEvent(access, new Date());
  if (outcome.kind !== "published") throw new Error(`Not published: ${outcome.kind}`);
  const { slug } = outcome;
  const dates = (await readDates(access)).map(({ id }) => id);
  const join = async (chosen: string[]) => {
    const email = `${randomUUID()}@example.org`;
    return { email, pass: await signedUp(slug, { email, dates: chosen }) };
  };
  const early = await join(dates.slice(1, 3));
  const late = await join(dates.slice(4));
  await lookAtMeetings();
  return { access, slug, meeting, master, entries, early, late };
}

/** The occurrence of the page's date at this place. */
function entryOf({ entries }: World, at: number): CalendarEntry {
  const entry = entries[at];
  if (!entry) throw new Error(`No occurrence ${at}.`);
  return entry;
}

async function dateOf({ access }: World, at: number): Promise<DeskDate> {
  const date = (await readDates(access))[at];
  if (!date) throw new Error(`No date ${at}.`);
  return date;
}

const starts = async ({ access }: World) =>
  (await readDates(access)).map(({ startsAt }) => startsAt.toISOString());
const newsOf = async ({ access }: World) => (await readFollowing(access)).news;
const stateOf = async () =>
  (await db().selectFrom("events").select("state").executeTakeFirstOrThrow()).state;

async function answer(world: World, how: Answer) {
  const news = await newsOf(world);
  const version = news?.kind === "changed" ? news.version : -1;
  return answerChange(world.access, { answer: how, version }, new Date());
}

async function sayItTakesPlace(world: World) {
  const news = await newsOf(world);
  const version = news?.kind === "lost" || news?.kind === "back" ? news.version : -1;
  return answerLoss(world.access, { answer: "takes-place", version });
}

/** The mails about dates that somebody got, the oldest first, and the entry of the first mail of all. */
async function mailsOf({ email }: Guest, kind = "dates") {
  const all = (await sandbox.control.mail({ to: email })).reverse();
  return all.filter(({ headers }) => headers["message-id"]?.startsWith(`<${kind}.`));
}

/** The first of the calendar's dates that the page doesn't have. */
async function firstOffered(access: EventAccess) {
  const coming = await findComingDates(access, new Date());
  return coming.kind === "found" ? coming.dates[0]?.startsAt.toISOString() : coming.kind;
}

async function move(entry: CalendarEntry, hours: number): Promise<string> {
  const start = inHours(entry.start, hours);
  await sandbox.control.changeEntry(entry.id, { start, end: inHours(entry.end, hours) });
  return start;
}

describeDatabases("a page of several dates whose meeting changes at Microsoft", ({ kind }) => {
  test("asks about an occurrence that moved; then page, pass, entry and mail follow", async () => {
    const world = await publishWeekly();
    const { access, early, late } = world;
    expect(await newsOf(world)).toBeNull();
    const before = await readDates(access);
    const entry = entryOf(world, 4);
    const start = await move(entry, 3);
    await lookAtMeetings();
    expect(await readDates(access)).toEqual(before);
    const news = await newsOf(world);
    expect(news).toMatchObject({
      kind: "changed",
      title: null,
      time: null,
      dates: [{ was: { startsAt: entry.start }, is: { startsAt: start }, ours: null }],
      people: 1,
    });
    await lookAtMeetings();
    expect(await newsOf(world)).toEqual(news);
    // Wherever it is now, it is a date that the page has.
    expect(await firstOffered(access)).toBe(entryOf(world, 5).start);
    // Whoever comes to a date hears of its new time, whatever is answered.
    expect(await answer(world, "quiet")).toEqual({ kind: "overtaken" });
    expect(await answer(world, "tell")).toEqual({ kind: "applied", told: 1 });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();

    expect(await dateOf(world, 4)).toMatchObject({ startsAt: new Date(start) });
    const page = await readPublicPage(world.slug);
    expect(page?.dates.at(-1)).toMatchObject({ startsAt: start });
    const pass = await readPass(late.pass, new Date());
    expect(JSON.stringify(pass)).toContain(start);
    const [told, ...more] = await mailsOf(late);
    expect(more).toEqual([]);
    expect(told?.text).toContain("One of your dates has a new time");
    const [confirmation] = await mailsOf(late, "confirmation");
    const known = confirmation && entryIn(confirmation);
    const moved = told && entryIn(told);
    expect(moved).toMatchObject({ method: "REQUEST", uid: known?.uid, startsAt: start });
    expect(moved?.sequence).toBeGreaterThan(known?.sequence ?? Number.NaN);
    expect(await mailsOf(early)).toEqual([]);
  });

  // The same statements once more: one database shows what they decide.
  if (kind === "embedded") return;

  test("asks about one that was deleted; it is cancelled, or takes place all the same", async () => {
    const world = await publishWeekly();
    const { access, early, late } = world;
    const gone = entryOf(world, 1);
    await sandbox.control.deleteEntry(gone.id);
    await sandbox.control.changeEntry(entryOf(world, 4).id, { isCancelled: true });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({
      kind: "changed",
      dates: [{ was: { startsAt: gone.start }, is: null }, { is: null }],
      people: 2,
    });
    expect(await stateOf()).toBe("open");
    // Nobody is reminded of a date that may be gone.
    const minutes = Math.round((Date.parse(gone.start) - Date.now()) / 60_000) + 60;
    await db()
      .updateTable("events")
      .set({ reminders: [minutes] })
      .execute();
    const ago = new Date(Date.now() - 48 * HOUR_MS);
    await db().updateTable("registrations").set({ created_at: ago }).execute();
    await withTx((tx) => scheduleReminders(tx, access.eventId, new Date(0)));
    await lookAtMeetings();
    expect(await mailsOf(early, "reminder")).toEqual([]);

    expect(await answer(world, "keep")).toEqual({ kind: "kept" });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    expect((await readDates(access)).some(({ cancelled }) => cancelled)).toBe(false);
    // What is in the calendar again, and goes again, is asked about again.
    await sandbox.control.changeEntry(entryOf(world, 4).id, { isCancelled: false });
    await lookAtMeetings();
    await sandbox.control.deleteEntry(entryOf(world, 4).id);
    await lookAtMeetings();
    expect(await answer(world, "tell")).toEqual({ kind: "applied", told: 1 });
    await lookAtMeetings();
    expect((await readDates(access)).map(({ cancelled }) => cancelled)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    const [told] = await mailsOf(late);
    expect(told?.text).toContain("None of the dates you chose");
    expect(told && entryIn(told)).toMatchObject({ method: "CANCEL" });
    expect(await readPass(late.pass, new Date())).toMatchObject({ ended: false });
    expect(await mailsOf(early)).toEqual([]);
    // What the page hasn't is offered at its dates, and never added.
    expect(await firstOffered(access)).toBe(entryOf(world, 5).start);
  });

  test("follows by its rule: one date, the whole series, its name; never over what is by hand", async () => {
    const world = await publishWeekly();
    const { access, meeting, early, late } = world;
    await setMeetingChanges(access, "follow");
    const { start, end } = meeting;
    const shift = (hours: number) => ({ start: inHours(start, hours), end: inHours(end, hours) });
    const first = await starts(world);
    // A week later: where each date comes to, the next one was.
    await sandbox.control.changeMeeting(meeting.id, shift(WEEK));
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({
      kind: "followed",
      dates: first.map((was) => ({ was, is: { startsAt: inHours(was, WEEK) }, cancelled: false })),
    });
    expect(await starts(world)).toEqual(first.map((was) => inHours(was, WEEK)));
    expect([await mailsOf(early), await mailsOf(late)].map(({ length }) => length)).toEqual([2, 1]);
    // Back, an hour later in the day, and under other ids.
    await sandbox.control.changeMeeting(meeting.id, shift(0));
    await lookAtMeetings();
    await sandbox.control.changeMeeting(meeting.id, { ...shift(1), entryIds: "new" });
    await lookAtMeetings();
    expect(await starts(world)).toEqual(first.map((was) => inHours(was, 1)));

    await sandbox.control.changeMeeting(meeting.id, { subject: "Weekly, anew" });
    await lookAtMeetings();
    expect(await readPublicPage(world.slug)).toMatchObject({ title: "Weekly, anew" });
    expect(await starts(world)).toEqual(first.map((was) => inHours(was, 1)));
    expect((await mailsOf(late, "changed"))[0]?.text).toContain("It has a new title.");

    const { id, startsAt, endsAt } = await dateOf(world, 0);
    const byHand = {
      startsAt: new Date(startsAt.getTime() - HOUR_MS / 2),
      endsAt: new Date(endsAt.getTime() - HOUR_MS / 2),
    };
    expect(await moveDate(access, id, byHand, new Date())).toEqual({ kind: "moved" });
    const now = (await sandbox.control.calendar(ines.oid)).filter(
      ({ seriesMasterId }) => seriesMasterId === world.master.id,
    );
    await move(now[0] as CalendarEntry, 5);
    await sandbox.control.deleteEntry(String(now[4]?.id));
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({
      kind: "changed",
      dates: [{ ours: { startsAt: byHand.startsAt.toISOString() } }],
    });
    expect(await dateOf(world, 4)).toMatchObject({ cancelled: true });
    expect((await mailsOf(late)).at(-1)?.text).toContain("None of the dates you chose");
    expect(await answer(world, "keep")).toEqual({ kind: "kept" });
    expect(await newsOf(world)).toMatchObject({ kind: "followed", dates: [{ cancelled: true }] });
    expect(await dateOf(world, 0)).toMatchObject(byHand);
  });

  test("closes when the series is gone or has no date left, and keeps its people", async () => {
    const world = await publishWeekly();
    const { late } = world;
    await sandbox.control.cancelMeeting(world.meeting.id, { entry: "marked" });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "lost", how: "cancelled", people: 2 });
    expect(await stateOf()).toBe("closed");
    expect(await readPass(late.pass, new Date())).toMatchObject({ ended: false });
    expect([...(await mailsOf(late)), ...(await mailsOf(late, "cancelled"))]).toEqual([]);

    // It was a mistake, and one date is mended in Outlook: the others are asked about one by one.
    await sandbox.control.changeEntry(entryOf(world, 0).id, { isCancelled: false });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "back" });
    expect(await sayItTakesPlace(world)).toEqual({ kind: "answered", reopened: true });
    expect(await newsOf(world)).toMatchObject({
      kind: "changed",
      dates: [{ is: null }, { is: null }, { is: null }, { is: null }],
    });

    // By its rule four are cancelled, and the last one that is left closes the event instead.
    await setMeetingChanges(world.access, "follow");
    await lookAtMeetings();
    expect((await readDates(world.access)).filter(({ cancelled }) => cancelled)).toHaveLength(4);
    await sandbox.control.deleteEntry(entryOf(world, 0).id);
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "lost", how: "deleted", closed: true });
    expect((await dateOf(world, 0)).cancelled).toBe(false);
    expect(await sayItTakesPlace(world)).toEqual({ kind: "answered", reopened: true });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "followed" });
    expect(await stateOf()).toBe("open");
  });

  test("follows dates into another series, as 'this and all following' makes it", async () => {
    const world = await publishWeekly();
    await setMeetingChanges(world.access, "follow");
    const first = await starts(world);
    await sandbox.control.splitSeries(entryOf(world, 2).id);
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    const now = (await sandbox.control.calendar(ines.oid)).filter(
      ({ joinUrl, start }) => joinUrl === world.meeting.joinWebUrl && start === first[4],
    );
    const start = await move(now[0] as CalendarEntry, 2);
    await lookAtMeetings();
    expect(await starts(world)).toEqual([...first.slice(0, 4), start]);
    // Gone is what neither has.
    await sandbox.control.deleteEntry(entryOf(world, 1).id);
    await lookAtMeetings();
    expect((await readDates(world.access)).map(({ cancelled }) => cancelled)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  test("is lost with the series' own entry", async () => {
    const world = await publishWeekly();
    await sandbox.control.deleteEntry(world.master.id);
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "lost", how: "deleted", closed: true });
    expect(await stateOf()).toBe("closed");
  });

  test("finds its series by the link, and follows one entry beside dates made by hand", async () => {
    const world = await publishWeekly();
    // As pages are that were published before anybody looked.
    await db().deleteFrom("followed_dates").execute();
    await db().updateTable("followed_meetings").set({ series_id: null }).execute();
    await sandbox.control.deleteEntry(entryOf(world, 0).id);
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    const start = await move(entryOf(world, 2), 2);
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ dates: [{ is: { startsAt: start } }] });

    const sample = await sandbox.control.sample();
    const entry = (await sandbox.control.calendar(ines.oid)).find(
      ({ joinUrl }) => joinUrl === sample.joinWebUrl,
    );
    const { personId } = world.access;
    const picked = await pickFromCalendar(
      { id: personId },
      { id: String(entry?.id), startsAt: new Date(sample.start), zone: "Europe/Paris" },
    );
    if (picked.kind !== "picked") throw new Error(`Not picked: ${picked.kind}`);
    const person = { id: personId, name: "Tidewater" };
    const { eventId } = await draftEvent(person, picked.meeting, { direct: null });
    const access = await authorizeEvent(db(), personId, eventId, "own");
    if (!access) throw new Error("The organizer owns the event.");
    await publishEvent(access, new Date());
    const byHand = {
      startsAt: new Date(inHours(sample.start, WEEK)),
      endsAt: new Date(inHours(sample.end, WEEK)),
      zone: "Europe/Paris",
    };
    await addDates(access, [byHand], new Date());
    await lookAtMeetings();
    await setMeetingChanges(access, "follow");
    await sandbox.control.changeMeeting(sample.id, {
      start: inHours(sample.start, 2),
      end: inHours(sample.end, 2),
    });
    await lookAtMeetings();
    expect(await starts({ ...world, access })).toEqual([
      inHours(sample.start, 2),
      byHand.startsAt.toISOString(),
    ]);
    await sandbox.control.cancelMeeting(sample.id);
    await lookAtMeetings();
    expect((await readFollowing(access)).news).toMatchObject({ kind: "lost", how: "deleted" });
  });
});
