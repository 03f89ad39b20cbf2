import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { draftEvent, keepPicked } from "@/lib/events/draft-event";
import { pickFromCalendar, resolvePasted } from "@/lib/events/pick-meeting";
import { pickWebinar } from "@/lib/events/pick-webinar";
import { publishEvent } from "@/lib/events/publish-event";
import { readPublicPage } from "@/lib/events/read-page";
import { scheduleReminders } from "@/lib/events/remind";
import { saveEvent } from "@/lib/events/save-event";
import { laneState } from "@/lib/jobs/lanes";
import { startMove } from "@/lib/moving/start-move";
import { organizerLane } from "@/lib/organizers/lane";
import { readPass } from "@/lib/registrations/read-pass";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { utcToLocal } from "@/lib/time/zones";
import { describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { editorInput } from "@/test/fixtures";
import { lookAtMeetings } from "@/test/look-at-meetings";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { signedUp } from "@/test/signed-up";
import type { CalendarEntry, Meeting } from "../../sandbox/model.ts";
import { ines } from "../../sandbox/people.ts";
import { type Answer, answerChange } from "./answer-change";
import { answerLoss } from "./answer-loss";
import { readFollowing } from "./read-news";
import { setMeetingChanges } from "./set-meeting-changes";

const sandbox = useSandbox();
const HOUR_MS = 60 * 60_000;
const later = (moment: string, hours: number) =>
  new Date(Date.parse(moment) + hours * HOUR_MS).toISOString();

interface World {
  access: EventAccess;
  slug: string;
  pass: string;
  /** Whose mail it is; another in each world. */
  guest: string;
}

/** Publishes what was picked, with somebody on it, and looks for the first time. */
async function publish(
  picked: Awaited<ReturnType<typeof pickFromCalendar | typeof pickWebinar>>,
  personId: string,
): Promise<World> {
  if (picked.kind !== "picked") throw new Error(`Not picked: ${picked.kind}`);
  const person = { id: personId, name: "Tidewater" };
  const { eventId } = await draftEvent(person, picked.meeting, { direct: null });
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const outcome = await publishEvent(access, new Date());
  if (outcome.kind !== "published") throw new Error(`Not published: ${outcome.kind}`);
  const guest = `${randomUUID()}@example.org`;
  const pass = await signedUp(outcome.slug, { email: guest });
  await lookAtMeetings();
  return { access, slug: outcome.slug, pass, guest };
}

async function entriesOf(meeting: Meeting): Promise<CalendarEntry[]> {
  const all = await sandbox.control.calendar(ines.oid);
  return all.filter(
    ({ joinUrl, type }) => joinUrl === meeting.joinWebUrl && type !== "seriesMaster",
  );
}

/** The organizer deletes an entry of their calendar. */
async function deleteEntry(entry: CalendarEntry | undefined): Promise<void> {
  const { accessToken } = await sandbox.control.grant(ines.oid, ["Calendars.ReadWrite"]);
  const path = `/v1.0/me/events/${encodeURIComponent(String(entry?.id))}`;
  const headers = { authorization: `Bearer ${accessToken}` };
  await fetch(`${sandbox.urls().graphUrl}${path}`, { method: "DELETE", headers });
}

/** An event of one entry of the organizer's calendar, as the picker makes it. */
async function publishEntry(entry: CalendarEntry | undefined): Promise<World> {
  if (!entry) throw new Error("No such entry.");
  const personId = await sandbox.connect();
  const question = { id: entry.id, startsAt: new Date(entry.start), zone: "Europe/Paris" };
  return publish(await pickFromCalendar({ id: personId }, question), personId);
}

async function publishSample(): Promise<World & { meeting: Meeting }> {
  const meeting = await sandbox.control.sample();
  return { ...(await publishEntry((await entriesOf(meeting))[0])), meeting };
}

const readEvent = () =>
  db()
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select(["title", "state", "starts_at as startsAt", "ends_at as endsAt", "slug"])
    .executeTakeFirstOrThrow();

async function newsOf({ access }: World) {
  return (await readFollowing(access)).news;
}

async function answer(world: World, how: Answer) {
  const news = await newsOf(world);
  const version = news?.kind === "changed" ? news.version : -1;
  return answerChange(world.access, { answer: how, version }, new Date());
}

/** The mails that somebody got of a kind, the newest first. */
async function mails({ guest }: World, kind: string) {
  const all = await sandbox.control.mail({ to: guest });
  return all.filter(({ headers }) => headers["message-id"]?.startsWith(`<${kind}.`));
}

/** A reminder is due that was to go an hour ago, to somebody who signed up before that. */
async function remind({ access }: World): Promise<number> {
  const { startsAt } = await readEvent();
  const minutes = Math.round((startsAt.getTime() - Date.now()) / 60_000) + 60;
  await db()
    .updateTable("events")
    .set({ reminders: [minutes] })
    .execute();
  await db()
    .updateTable("registrations")
    .set({ created_at: new Date(Date.now() - 48 * HOUR_MS) })
    .execute();
  await withTx((tx) => scheduleReminders(tx, access.eventId, new Date(0)));
  await lookAtMeetings();
  const sent = await db().selectFrom("mails").select("id").where("kind", "=", "reminder").execute();
  return sent.length;
}

/** Saves the editor of a published event with these fields changed, quietly. */
async function saveByHand({ access }: World, wanted: Record<string, string>) {
  const event = await readEvent();
  const at = (moment: Date) => utcToLocal(moment, "Europe/Paris");
  const input = editorInput(event, {
    title: event.title,
    startsAt: at(event.startsAt),
    endsAt: at(event.endsAt),
    registrar: "direct",
    ...wanted,
  });
  const saved = await saveEvent(access, input, { telling: "quiet" });
  if (saved.kind !== "saved") throw new Error(`Not saved: ${JSON.stringify(saved)}`);
}

describeDatabases("an event whose meeting changes at Microsoft", ({ kind }) => {
  test("asks first; then page, mail and calendar entry follow what was applied", async () => {
    const world = await publishSample();
    const { meeting } = world;
    expect(await newsOf(world)).toBeNull();
    const before = await readEvent();
    const start = later(meeting.start, 26);
    const end = later(meeting.end, 26);
    await sandbox.control.changeMeeting(meeting.id, { subject: "Tides, anew", start, end });
    await lookAtMeetings();
    expect(await readEvent()).toEqual(before);
    const news = await newsOf(world);
    expect(news).toMatchObject({
      kind: "changed",
      title: { was: meeting.subject, is: "Tides, anew", ours: null },
      time: { was: { startsAt: meeting.start }, is: { startsAt: start, endsAt: end }, ours: null },
      people: 1,
    });
    // The same once more is no other question, and what was asked before it is none any more.
    await lookAtMeetings();
    expect(await newsOf(world)).toEqual(news);
    const old = { answer: "tell" as const, version: 0 };
    expect(await answerChange(world.access, old, new Date())).toEqual({ kind: "overtaken" });

    expect(await answer(world, "tell")).toEqual({ kind: "applied", told: 1 });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    expect(await readEvent()).toMatchObject({ title: "Tides, anew", startsAt: new Date(start) });
    expect(await readPublicPage(world.slug)).toMatchObject({ title: "Tides, anew" });
    const [told, ...more] = await mails(world, "changed");
    expect(more).toEqual([]);
    expect(told?.text).toContain("It has a new title and a new time.");
    expect(told?.text).toContain(`BEFORE\n${meeting.subject}\n`);
    const entry = told && entryIn(told);
    expect(entry).toMatchObject({ method: "REQUEST", title: "Tides, anew", startsAt: start });
    const [confirmation] = await mails(world, "confirmation");
    expect(entry?.uid).toBe(confirmation && entryIn(confirmation)?.uid);
  });

  // The same statements once more: one database shows what they decide.
  if (kind === "embedded") return;

  test("keeps its own, or applies quietly; what the page says by hand is no news", async () => {
    const world = await publishSample();
    const { id, start, end } = world.meeting;
    await saveByHand(world, { title: "What we call it" });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    await sandbox.control.changeMeeting(id, { subject: "Renamed" });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ title: { ours: "What we call it" }, time: null });
    expect(await answer(world, "keep")).toEqual({ kind: "kept" });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    await sandbox.control.changeMeeting(id, { start: later(start, 2), end: later(end, 2) });
    await lookAtMeetings();
    expect(await answer(world, "quiet")).toEqual({ kind: "applied", told: 0 });
    await lookAtMeetings();
    expect(await readEvent()).toMatchObject({
      title: "What we call it",
      startsAt: new Date(later(start, 2)),
    });
    expect(await mails(world, "changed")).toEqual([]);
    // Whoever was there first in Usher is asked nothing.
    const at = (moment: string) => utcToLocal(new Date(moment), "Europe/Paris");
    await saveByHand(world, { startsAt: at(later(start, 5)), endsAt: at(later(end, 5)) });
    await sandbox.control.changeMeeting(id, { start: later(start, 5), end: later(end, 5) });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    // A title that is a way in stays where it is.
    await sandbox.control.changeMeeting(id, {
      subject: "Join: https://teams.microsoft.com/meet/123456789012?p=secret",
    });
    await lookAtMeetings();
    expect(await answer(world, "quiet")).toEqual({ kind: "leaks-way-in" });
  });

  test("follows by its rule, and never over what was written by hand", async () => {
    const world = await publishSample();
    const { id, start, end, subject } = world.meeting;
    await setMeetingChanges(world.access, "follow");
    await sandbox.control.changeMeeting(id, { start: later(start, 3), end: later(end, 3) });
    await lookAtMeetings();
    expect(await readEvent()).toMatchObject({ startsAt: new Date(later(start, 3)) });
    expect(await mails(world, "changed")).toHaveLength(1);
    expect(await newsOf(world)).toMatchObject({
      kind: "followed",
      title: null,
      time: { startsAt: start },
    });
    await saveByHand(world, { title: "What we call it" });
    await sandbox.control.changeMeeting(id, {
      subject: "Renamed",
      start: later(start, 4),
      end: later(end, 4),
    });
    await lookAtMeetings();
    expect(await readEvent()).toMatchObject({
      title: "What we call it",
      startsAt: new Date(later(start, 4)),
    });
    expect(await newsOf(world)).toMatchObject({
      kind: "changed",
      title: { was: subject, is: "Renamed", ours: "What we call it" },
      time: null,
    });
  });

  test("closes when the meeting is lost, keeps its people, and opens again by a word", async () => {
    const world = await publishSample();
    const [entry] = await entriesOf(world.meeting);
    await sandbox.control.cancelMeeting(world.meeting.id, { entry: "marked" });
    await lookAtMeetings();
    expect(await readEvent()).toMatchObject({ state: "closed" });
    const lost = await newsOf(world);
    expect(lost).toMatchObject({ kind: "lost", how: "cancelled", closed: true, people: 1 });
    expect(await readPass(world.pass, new Date())).toMatchObject({ ended: false });
    expect(await mails(world, "cancelled")).toEqual([]);
    expect(await remind(world)).toBe(0);

    // It was a mistake, and is mended in Outlook.
    await sandbox.control.changeEntry(String(entry?.id), { isCancelled: false });
    await lookAtMeetings();
    const back = await newsOf(world);
    expect(back).toMatchObject({ kind: "back" });
    expect(await readEvent()).toMatchObject({ state: "closed" });
    const version = back?.kind === "back" ? back.version : -1;
    expect(await answerLoss(world.access, { answer: "takes-place", version })).toEqual({
      kind: "answered",
      reopened: true,
    });
    expect(await readEvent()).toMatchObject({ state: "open" });
    expect(await remind(world)).toBe(1);

    // Deleted for good, and the organizer says that it takes place: asked once.
    await sandbox.control.cancelMeeting(world.meeting.id, { meeting: "gone" });
    await lookAtMeetings();
    const gone = await newsOf(world);
    expect(gone).toMatchObject({ kind: "lost", how: "deleted" });
    await answerLoss(world.access, {
      answer: "takes-place",
      version: gone?.kind === "lost" ? gone.version : -1,
    });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    expect(await readEvent()).toMatchObject({ state: "open" });
  });

  test("is one occurrence of a series, or finds its entry by the link", async () => {
    const weekly = (await sandbox.control.meetings(ines.oid)).find(
      ({ subject }) => subject === "Events team weekly",
    ) as Meeting;
    const [, second, third] = (await entriesOf(weekly)).filter(
      ({ start }) => Date.parse(start) > Date.now(),
    );
    const world = await publishEntry(second);
    await sandbox.control.changeEntry(String(third?.id), {
      start: later(String(second?.start), 3),
      end: later(String(second?.end), 3),
    });
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    const start = later(String(second?.start), 1);
    await sandbox.control.changeEntry(String(second?.id), {
      start,
      end: later(String(second?.end), 1),
    });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({
      kind: "changed",
      time: { is: { startsAt: start } },
    });

    // Taken out of the series: another one on that day is not this event's.
    await deleteEntry(second);
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "lost", how: "deleted" });

    const meeting = await sandbox.control.sample();
    const personId = await sandbox.connect();
    const person = { id: personId };
    const pasted = await resolvePasted(person, meeting.joinWebUrl, "Europe/Paris", new Date());
    if (pasted.kind !== "picked") throw new Error(`Not picked: ${pasted.kind}`);
    const other = await publish(pasted, personId);
    expect(await newsOf(other)).toBeNull();
    await sandbox.control.cancelMeeting(meeting.id);
    await lookAtMeetings();
    expect(await newsOf(other)).toMatchObject({ kind: "lost", how: "deleted" });
  });

  test("is a webinar too, also while its organizer has to sign in again", async () => {
    const { id, start } = await sandbox.control.sampleWebinar();
    const personId = await sandbox.connect(ines, [...SCOPES, "VirtualEvent.Read"]);
    const world = await publish(await pickWebinar({ id: personId }, id), personId);
    await sandbox.control.changeWebinar(id, {
      displayName: "Webinar, anew",
      start: later(start, -1),
    });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({
      kind: "changed",
      title: { is: "Webinar, anew" },
      time: { is: { startsAt: later(start, -1) } },
    });
    await sandbox.control.revoke(ines.oid, 50173, "access");
    await sandbox.control.changeWebinar(id, { status: "canceled" });
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "lost", how: "cancelled" });
  });

  test("that can't be looked at says so, and holds up nobody", async () => {
    const world = await publishSample();
    await sandbox.control.revoke(ines.oid, 50173, "access");
    await lookAtMeetings();
    expect(await readFollowing(world.access)).toMatchObject({ trouble: "connection", news: null });
    const lane = organizerLane(world.access.personId);
    expect(await laneState(db(), lane)).toMatchObject({ paused: false });
    await sandbox.connect();
    await sandbox.control.changeMeeting(world.meeting.id, { subject: "Renamed" });
    // Who waits for a link goes first.
    const payload = JSON.stringify({ registrationId: randomUUID() });
    const waits = { name: "enrolment.reconcile", payload, lane, run_at: new Date("2036-01-01") };
    await db().insertInto("jobs").values(waits).execute();
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    await db().deleteFrom("jobs").where("run_at", "=", waits.run_at).execute();
    await lookAtMeetings();
    expect(await readFollowing(world.access)).toMatchObject({
      trouble: null,
      news: { kind: "changed" },
    });
  });

  test("moved away from a lost meeting: sign-ups open again, and the other meeting is followed", async () => {
    const world = await publishSample();
    const [entry] = await entriesOf(world.meeting);
    await deleteEntry(entry);
    await lookAtMeetings();
    expect(await newsOf(world)).toMatchObject({ kind: "lost", closed: true });
    const other = (await sandbox.control.meetings(ines.oid)).find(
      ({ id, registration }) => id !== world.meeting.id && registration === null,
    );
    const { startsAt, endsAt } = await readEvent();
    const meetingId = await keepPicked(
      { id: world.access.personId },
      {
        graphId: String(other?.id),
        subject: String(other?.subject),
        joinUrl: String(other?.joinWebUrl),
        startsAt,
        endsAt,
        zone: "Europe/Paris",
      },
      { external: null, direct: null },
    );
    const target = { meetingId, registrar: "external" } as const;
    expect(await startMove(world.access, target, new Date())).toEqual({ kind: "started" });
    expect((await readEvent()).state).toBe("open");
    await lookAtMeetings();
    expect(await newsOf(world)).toBeNull();
    expect((await readEvent()).state).toBe("open");
  });
});
