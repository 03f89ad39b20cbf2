import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { register } from "@/lib/registrations/register";
import { withdraw } from "@/lib/registrations/withdraw";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { editorInput, insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { cancelEvent } from "./cancel-event";
import { saveEvent, type Telling } from "./save-event";

const sandbox = useSandbox();
/** Whose mail it is; another in each world. */
let amara = "";

interface World {
  event: TestEvent;
  pass: string;
  /** Saves the editor with these fields changed. */
  save(wanted: Record<string, string>, telling?: Telling): ReturnType<typeof saveEvent>;
  cancel(): Promise<boolean>;
}

/** An event of ours that begins on 3 December 2036 in Paris, with Amara and her confirmation. */
async function world(): Promise<World> {
  amara = `${randomUUID()}@example.org`;
  const event = await insertEvent({
    registrar: "direct",
    startsAt: new Date("2036-12-03T17:00:00Z"),
  });
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const outcome = await register(signUp(event.slug, { email: amara }), new Date());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  await drain();
  return {
    event,
    pass: outcome.pass,
    save: (wanted, telling) =>
      saveEvent(
        access,
        editorInput(event, {
          endsAt: "2036-12-03T19:00",
          registrar: "direct",
          reminders: "",
          ...wanted,
        }),
        { telling },
      ),
    cancel: () => cancelEvent(access, new Date()),
  };
}

async function drain(): Promise<void> {
  await createWorker({ handlers: [...handlers] }).runDue();
}

/** What came to Amara, the oldest first. */
async function mails() {
  const all = (await sandbox.control.mail({ to: amara })).reverse();
  return all.map((mail) => ({
    kind: /^<(\w+)\./.exec(mail.headers["message-id"] ?? "")?.[1],
    subject: mail.subject,
    text: mail.text,
    entry: entryIn(mail),
  }));
}

const MOVED = { startsAt: "2036-12-10T18:00", endsAt: "2036-12-10T19:00" };

describeDatabases("telling people of a change", () => {
  test("is asked before anything is saved, and only of what they know", async () => {
    const { save } = await world();
    expect(await save(MOVED)).toEqual({ kind: "asks", people: 1, changed: "time" });
    expect(await save({ title: "Tides" })).toEqual({ kind: "asks", people: 1, changed: "title" });
    expect(await save({ ...MOVED, title: "Tides" })).toMatchObject({ changed: "both" });
    expect(await save({ description: "What it is", alarm: "60" })).toEqual({
      kind: "saved",
      told: 0,
    });
    const event = await db()
      .selectFrom("events")
      .innerJoin("event_dates", "event_dates.event_id", "events.id")
      .select(["title", "description", "starts_at as startsAt"])
      .executeTakeFirst();
    expect(event).toEqual({
      title: "Reading the tide",
      description: "What it is",
      startsAt: new Date("2036-12-03T17:00:00Z"),
    });
  });

  test("sends each one mail, whose entry replaces the one in the calendar", async () => {
    const { save } = await world();
    expect(await save(MOVED, "tell")).toEqual({ kind: "saved", told: 1 });
    expect(await save(MOVED, "tell")).toEqual({ kind: "saved", told: 0 });
    await drain();
    const [confirmation, changed, ...more] = await mails();
    expect(more).toEqual([]);
    expect(changed?.kind).toBe("changed");
    expect(changed?.text).toContain("It has a new time.");
    expect(changed?.text).toMatch(/BEFORE\nWednesday 3 December 2036\n18:00 to 19:00, Paris/);
    expect(changed?.text).toMatch(/\/j\/[\w-]{22}\n/);
    expect(changed?.entry).toMatchObject({
      method: "REQUEST",
      uid: confirmation?.entry?.uid,
      startsAt: "2036-12-10T17:00:00.000Z",
      endsAt: "2036-12-10T18:00:00.000Z",
    });
    expect(changed?.entry?.sequence).toBeGreaterThan(confirmation?.entry?.sequence ?? 0);
  });

  test("tells nobody where the organizer says so, and the next entry is right all the same", async () => {
    const { save, pass } = await world();
    expect(await save(MOVED, "quiet")).toEqual({ kind: "saved", told: 0 });
    await drain();
    expect(await mails()).toHaveLength(1);
    // Who is told of the title later hears of the time too.
    await save({ ...MOVED, title: "Tides, simply" }, "tell");
    await drain();
    const changed = (await mails()).at(-1);
    expect(changed?.text).toContain("It has a new title and a new time.");
    expect(changed?.text).toContain("BEFORE\nReading the tide\nWednesday 3 December 2036\n");
    await withdraw(pass, new Date());
    await drain();
    const gone = (await mails()).at(-1);
    expect(gone?.entry).toMatchObject({ method: "CANCEL", status: "CANCELLED" });
    expect(gone?.entry?.sequence).toBeGreaterThan(changed?.entry?.sequence ?? 0);
  });

  test("of two changes in a row says what there was before both, once", async () => {
    const { save } = await world();
    await save(MOVED, "tell");
    await save({ startsAt: "2036-12-17T18:00", endsAt: "2036-12-17T19:00" }, "tell");
    await drain();
    const [, changed, ...more] = await mails();
    expect(more).toEqual([]);
    expect(changed?.text).toContain("Wednesday 17 December 2036");
    expect(changed?.text).toMatch(/BEFORE\nWednesday 3 December 2036/);
    expect(changed?.text).not.toContain("10 December");
  });

  test("says nothing of what was taken back before anybody heard", async () => {
    const { save } = await world();
    await save(MOVED, "tell");
    await save({}, "tell");
    await drain();
    expect(await mails()).toHaveLength(1);
  });

  test("is for whoever had a place then, and for no past event", async () => {
    const { event, save } = await world();
    await save(MOVED, "tell");
    const late = "late@example.org";
    await register(signUp(event.slug, { email: late }), new Date());
    await drain();
    const subjects = (await sandbox.control.mail({ to: late })).map(({ subject }) => subject);
    expect(subjects).toEqual([expect.stringContaining("You’re in")]);
    const past = { startsAt: "2020-12-03T18:00", endsAt: "2020-12-03T19:00" };
    expect(await save(past)).toEqual({ kind: "saved", told: 0 });
  });

  test("reaches who waits in line too, without an entry for their calendar", async () => {
    const { event, save, cancel } = await world();
    const line = { capacity: "1", waitlist: "on" };
    await save(line);
    const next = "next@example.org";
    await register(signUp(event.slug, { email: next }), new Date());
    // Whose address is to be confirmed gets no more mail before it is.
    await save({ ...line, confirmAddress: "on" });
    const unproved = "unproved@example.org";
    await register(signUp(event.slug, { email: unproved }), new Date());
    await drain();
    expect(await save({ ...line, ...MOVED })).toMatchObject({ kind: "asks", people: 2 });
    expect(await save({ ...line, ...MOVED }, "tell")).toEqual({ kind: "saved", told: 2 });
    await drain();
    expect((await mails()).map(({ kind }) => kind)).toEqual(["confirmation", "changed"]);
    const [changed, waiting, ...more] = await sandbox.control.mail({ to: next });
    expect(more).toEqual([]);
    expect(waiting?.subject).toContain("waitlist");
    expect(changed?.subject).toContain("Changed: ");
    expect(changed?.text).toContain("It has a new time.");
    expect(changed?.text).toMatch(/BEFORE\nWednesday 3 December 2036/);
    expect(changed?.text).toContain("you still wait for a place");
    expect(changed?.text).not.toMatch(/\/j\/|Your place is kept/);
    expect(changed?.attachments).toEqual([]);
    expect(await sandbox.control.mail({ to: unproved })).toHaveLength(1);
    await cancel();
    await drain();
    const [cancelled] = await sandbox.control.mail({ to: next });
    expect(cancelled?.subject).toContain("Cancelled: ");
    expect(cancelled?.text).not.toContain("BEFORE");
  });

  test("a cancelled event takes the changed entry out again", async () => {
    const { save, cancel } = await world();
    await save(MOVED, "tell");
    await drain();
    await cancel();
    await drain();
    const [, changed, cancelled] = await mails();
    expect(cancelled?.entry).toMatchObject({
      method: "CANCEL",
      status: "CANCELLED",
      uid: changed?.entry?.uid,
      startsAt: changed?.entry?.startsAt,
    });
    expect(cancelled?.entry?.sequence).toBeGreaterThan(changed?.entry?.sequence ?? 0);
  });

  test("a change that is overtaken by the cancellation is not told", async () => {
    const { save, cancel } = await world();
    await save(MOVED, "tell");
    await cancel();
    await drain();
    expect((await mails()).map(({ kind }) => kind)).toEqual(["confirmation", "cancelled"]);
  });
});
