import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { mailRoundHandler } from "@/lib/registrations/mail-round.job";
import { promiseMails } from "@/lib/registrations/promise-mail";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { withdraw } from "@/lib/registrations/withdraw";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { utcToLocal } from "@/lib/time/zones";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { editorInput, insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { cancelEvent } from "./cancel-event";
import { scheduleReminders } from "./remind";
import { remindHandler } from "./remind.job";
import { saveEvent } from "./save-event";

const sandbox = useSandbox();
const HOUR_MS = 60 * 60_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

/** An event so many hours from now, whose people need nothing of Microsoft. */
function eventIn(hours: number): Promise<TestEvent> {
  return insertEvent({ registrar: "direct", startsAt: inHours(hours) });
}

async function owner(event: TestEvent) {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

/** Signs somebody up so many hours ago; answers their pass. */
async function joined(event: TestEvent, email: string, hoursAgo = 48): Promise<string> {
  const outcome = await register(signUp(event.slug, { email }), new Date());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  await db()
    .updateTable("registrations")
    .set({ created_at: inHours(-hoursAgo) })
    .where("id", "=", outcome.registrationId)
    .execute();
  return outcome.pass;
}

/** Runs what is due, with what follows from it, later turns too. */
async function drain(only: typeof handlers = handlers): Promise<void> {
  for (let waiting = 1n; waiting > 0n; ) {
    await createWorker({ handlers: [...only] }).runDue();
    const later = await db()
      .updateTable("jobs")
      .set({ run_at: new Date(0) })
      .where("state", "=", "ready")
      .where("name", "=", "registrations.mail-round")
      .executeTakeFirst();
    waiting = later.numUpdatedRows;
  }
}

/** As a process that published this event long ago would have done. */
function schedule(event: TestEvent): Promise<void> {
  return withTx((tx) => scheduleReminders(tx, event.id, inHours(-1000)));
}

async function mailsTo(address: string, kind: string) {
  const mails = await sandbox.control.mail({ to: address });
  return mails.filter(({ headers }) => headers["message-id"]?.startsWith(`<${kind}.`));
}

const waitingReminders = () =>
  db().selectFrom("jobs").select("run_at").where("name", "=", "events.remind").execute();

function input(event: TestEvent, startsAt: Date, wanted: Record<string, string> = {}) {
  return editorInput(event, {
    startsAt: utcToLocal(startsAt, "Europe/Paris"),
    endsAt: utcToLocal(new Date(startsAt.getTime() + HOUR_MS), "Europe/Paris"),
    registrar: "direct",
    ...wanted,
  });
}

describeDatabases("reminders", () => {
  test("go once to everybody with a place, with the link, and to nobody who came later or left", async () => {
    const event = await eventIn(20);
    const pass = await joined(event, "amara@example.org");
    await joined(event, "late@example.org", 1);
    await withdraw(await joined(event, "gone@example.org"), new Date());
    await schedule(event);
    await drain();
    // Everything once more, as after a crash.
    await schedule(event);
    await drain();

    const [reminder, ...more] = await mailsTo("amara@example.org", "reminder");
    expect(more).toEqual([]);
    const view = await readPass(pass, new Date());
    const link = view && !view.ended && view.link.kind === "ready" ? view.link.url : "none";
    expect(reminder?.text).toContain(`\n${link}\n`);
    expect(reminder?.text).toMatch(/\/r\/[\w-]{22}\n/);
    expect(reminder?.subject).toMatch(/^(Tomorrow|Today): Reading the tide, /);
    expect(reminder && entryIn(reminder)).toBeNull();
    expect(await mailsTo("late@example.org", "reminder")).toEqual([]);
    expect(await mailsTo("gone@example.org", "reminder")).toEqual([]);
  });

  test("whoever leaves between promise and delivery gets none", async () => {
    const event = await eventIn(20);
    const pass = await joined(event, "amara@example.org");
    await drain();
    await schedule(event);
    await drain([remindHandler, mailRoundHandler]);
    await withdraw(pass, new Date());
    await drain();
    expect(await mailsTo("amara@example.org", "reminder")).toEqual([]);
    expect(await mailsTo("amara@example.org", "withdrawn")).toHaveLength(1);
  });

  test("two that run at once promise one mail a person", async () => {
    const event = await eventIn(20);
    for (const name of ["amara", "ben", "cleo"]) await joined(event, `${name}@example.org`);
    const ids = await db().selectFrom("registrations").select("id").execute();
    const promise = () =>
      withTx((tx) =>
        promiseMails(
          tx,
          ids.map(({ id }) => ({ registrationId: id, kind: "reminder", occasion: "reminder:x" })),
        ),
      );
    await Promise.all([promise(), promise(), promise()]);
    const mails = await db()
      .selectFrom("mails")
      .select("id")
      .where("kind", "=", "reminder")
      .execute();
    expect(mails).toHaveLength(3);
    const jobs = await db()
      .selectFrom("jobs")
      .select("dedupe_key as key")
      .where("name", "=", "registrations.deliver-mail")
      .execute();
    const keys = jobs.map(({ key }) => key);
    for (const { id } of mails) expect(keys).toContain(`mail:${id}`);
    expect(jobs).toHaveLength(6);
  });

  test("a crowd is reminded in turns, each person once", async () => {
    const event = await eventIn(20);
    await db()
      .insertInto("registrations")
      .values(
        Array.from({ length: 450 }, (_, nth) => ({
          event_id: event.id,
          first_name: "Guest",
          last_name: String(nth),
          email: `guest${nth}@example.org`,
          email_normalized: `guest${nth}@example.org`,
          place: "taken" as const,
          locale: "en",
          // Many came in the same moment.
          created_at: inHours(-48 - Math.floor(nth / 300)),
        })),
      )
      .execute();
    await schedule(event);
    const turn = () => createWorker({ handlers: [remindHandler, mailRoundHandler] }).runDue();
    const promised = async () =>
      (await db().selectFrom("mails").select("registration_id").execute()).map(
        (row) => row.registration_id,
      );
    const hurry = async () => {
      await db()
        .updateTable("jobs")
        .set({ run_at: new Date(0) })
        .where("name", "=", "registrations.mail-round")
        .execute();
    };
    await turn();
    expect(await promised()).toHaveLength(200);
    // The mail server is slow: what is promised goes out first.
    await hurry();
    await turn();
    expect(await promised()).toHaveLength(200);
    for (let turns = 0; turns < 3; turns++) {
      await db().updateTable("mails").set({ state: "sent", sent_at: new Date() }).execute();
      await hurry();
      await turn();
    }
    const all = await promised();
    expect(all).toHaveLength(450);
    expect(new Set(all).size).toBe(450);
    const left = await db()
      .selectFrom("jobs")
      .select("name")
      .where("name", "=", "registrations.mail-round")
      .execute();
    expect(left).toEqual([]);
  });

  test("follow the event when it moves, and go again for the new time", async () => {
    const event = await eventIn(20);
    const access = await owner(event);
    await joined(event, "amara@example.org");
    await drain();
    await schedule(event);
    await drain();
    expect(await mailsTo("amara@example.org", "reminder")).toHaveLength(1);

    const later = inHours(24 * 10);
    const moved = await saveEvent(access, input(event, later), { telling: "quiet" });
    expect(moved.kind).toBe("saved");
    const due = (await waitingReminders()).map(({ run_at: at }) => at.getTime());
    const start = Math.floor(later.getTime() / 60_000) * 60_000;
    expect(due).toContain(start - HOUR_MS);
    // The old hour's job wakes up, and has nothing to say.
    await db()
      .updateTable("jobs")
      .set({ run_at: new Date(0) })
      .execute();
    await db()
      .updateTable("event_dates")
      .set({ starts_at: inHours(24 * 11), ends_at: inHours(24 * 11 + 1) })
      .execute();
    await drain();
    expect(await mailsTo("amara@example.org", "reminder")).toHaveLength(1);
    // Nearly a day before the new time.
    await db()
      .updateTable("event_dates")
      .set({ starts_at: inHours(23), ends_at: inHours(24) })
      .execute();
    await schedule(event);
    await drain();
    expect(await mailsTo("amara@example.org", "reminder")).toHaveLength(2);
  });

  test("of several that are overdue only the nearest goes, and none of a time that is past", async () => {
    const near = await eventIn(0.5);
    await joined(near, "amara@example.org");
    const past = await eventIn(-0.5);
    await db()
      .updateTable("event_dates")
      .set({ ends_at: inHours(1) })
      .where("event_id", "=", past.id)
      .execute();
    await joined(past, "ben@example.org");
    await drain();
    await schedule(near);
    await schedule(past);
    await drain();
    const [reminder, ...more] = await mailsTo("amara@example.org", "reminder");
    expect(reminder?.subject).toMatch(/^In 30 minutes: /);
    expect(more).toEqual([]);
    expect(await mailsTo("ben@example.org", "reminder")).toEqual([]);
  });

  test("go as the organizer says: other offsets, none, and none of what was cancelled", async () => {
    const event = await eventIn(100);
    const access = await owner(event);
    const start = inHours(100);
    const save = (reminders: string, followUp = "off") =>
      saveEvent(access, input(event, start, { reminders, followUp }));
    await save("3d 2h 120m", "1440");
    const offsets = async () =>
      (await waitingReminders())
        .map(({ run_at: at }) => Math.round((start.getTime() - at.getTime()) / HOUR_MS))
        .sort((one, other) => one - other);
    // An hour more or less where the clocks change in between.
    const [nearest, farthest, ...others] = await offsets();
    expect(nearest).toBe(2);
    expect([71, 72, 73]).toContain(farthest);
    expect(others).toEqual([]);
    await joined(event, "amara@example.org", 200);
    await drain();
    await save("");
    await db()
      .updateTable("jobs")
      .set({ run_at: new Date(0) })
      .execute();
    await drain();
    expect(await mailsTo("amara@example.org", "reminder")).toEqual([]);
    await save("3d");
    await cancelEvent(access, new Date());
    await db()
      .updateTable("jobs")
      .set({ run_at: new Date(0) })
      .execute();
    await drain();
    expect(await mailsTo("amara@example.org", "reminder")).toEqual([]);
    expect(await waitingReminders()).toEqual([]);
  });

  test("a follow-up thanks whoever had a place, once, and holds no way in", async () => {
    const event = await eventIn(-3);
    await db().updateTable("events").set({ follow_up_minutes: 60 }).execute();
    // Signed up while it was to come.
    await db()
      .updateTable("event_dates")
      .set({ ends_at: inHours(2) })
      .execute();
    await joined(event, "amara@example.org");
    await withdraw(await joined(event, "gone@example.org"), new Date());
    await drain();
    await db()
      .updateTable("event_dates")
      .set({ ends_at: inHours(-2) })
      .execute();
    await schedule(event);
    await drain();
    await schedule(event);
    await drain();
    const [thanks, ...more] = await mailsTo("amara@example.org", "follow_up");
    expect(more).toEqual([]);
    expect(thanks?.subject).toMatch(/^Thank you: Reading the tide, /);
    expect(thanks?.text).not.toMatch(/\/[rj]\/[\w-]{22}/);
    expect(await mailsTo("gone@example.org", "follow_up")).toEqual([]);
  });

  test("publishing an occurrence of a recurring meeting makes an entry of its own", async () => {
    const first = await eventIn(200);
    const second = await insertEvent({
      organizerId: first.organizerId,
      meeting: { id: first.meetingId },
      registrar: "direct",
      startsAt: inHours(200 + 7 * 24),
    });
    const email = `${randomUUID()}@example.org`;
    await joined(first, email);
    await joined(second, email);
    await drain();
    const entries = (await sandbox.control.mail({ to: email })).map(entryIn);
    expect(entries).toHaveLength(2);
    expect(new Set(entries.map((entry) => entry?.uid)).size).toBe(2);
    expect(new Set(entries.map((entry) => entry?.startsAt)).size).toBe(2);
  });
});
