import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { addDates } from "@/lib/events/add-dates";
import { cancelEvent } from "@/lib/events/cancel-event";
import { draftEvent } from "@/lib/events/draft-event";
import { pickFromCalendar } from "@/lib/events/pick-meeting";
import { publishEvent } from "@/lib/events/publish-event";
import { createWorker } from "@/lib/jobs/worker";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { useNotifications } from "@/test/notified";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { ines } from "../../sandbox/people.ts";
import { enqueueFindDue } from "./find-due";
import { readFollowing } from "./read-news";

const sandbox = useSandbox();
const notified = useNotifications();

/** What was hastened is due, and what waits for its day is not. */
async function runDue(): Promise<void> {
  await db()
    .updateTable("followed_meetings")
    .set({ next_look_at: new Date(0) })
    .where("next_look_at", "<", new Date(Date.now() + 60_000))
    .execute();
  await withTx((tx) => enqueueFindDue(tx, new Date(0)));
  await createWorker({ handlers: [...handlers] }).runDue();
}

/** An event of the sample meeting, whose organizer lets Usher read their calendar. */
async function publish() {
  const meeting = await sandbox.control.sample();
  const entry = (await sandbox.control.calendar(ines.oid)).find(
    ({ joinUrl }) => joinUrl === meeting.joinWebUrl,
  );
  const personId = await sandbox.connect(ines, [...SCOPES, "Calendars.Read"]);
  const picked = await pickFromCalendar(
    { id: personId },
    { id: String(entry?.id), startsAt: new Date(meeting.start), zone: "Europe/Paris" },
  );
  if (picked.kind !== "picked") throw new Error(`Not picked: ${picked.kind}`);
  const person = { id: personId, name: "Tidewater" };
  const { eventId } = await draftEvent(person, picked.meeting, { direct: null });
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  await publishEvent(access, new Date());
  // The first look wants a subscription, the next search makes it.
  await runDue();
  await runDue();
  await runDue();
  await sandbox.control.resetLedger();
  return { meeting, access, entryId: String(entry?.id) };
}

const nextLookAt = async () =>
  (
    await db()
      .selectFrom("followed_meetings")
      .select("next_look_at as at")
      .executeTakeFirstOrThrow()
  ).at?.getTime() ?? Number.POSITIVE_INFINITY;
const isHastened = async () => (await nextLookAt()) < Date.now() + 60_000;

async function looks(): Promise<number> {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(({ method, path }) => method === "GET" && path.includes("/me/events/"))
    .length;
}

async function send(body: unknown, query = "") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetch(`${notified.address()}${query}`, { method: "POST", body: text });
}

async function subscription() {
  const [made, ...more] = await sandbox.control.subscriptions();
  if (!made || more.length > 0) throw new Error("Not one subscription.");
  return made;
}

const note = (made: { id: string; clientState: string | null }, more: object = {}) => ({
  value: [{ subscriptionId: made.id, clientState: made.clientState, ...more }],
});

describeDatabase("postgres", "Microsoft's notifications", () => {
  test("hasten a look, once for a flood, and only with the secret", async () => {
    const { meeting, access } = await publish();
    const made = await subscription();
    expect(made).toMatchObject({ resource: "me/events", notificationUrl: notified.address() });
    expect(await isHastened()).toBe(false);
    const rows = await db().selectFrom("subscriptions").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(made.clientState);

    const strangers = [
      note({ ...made, clientState: "a guess" }),
      note({ ...made, clientState: null }),
      note({ ...made, id: crypto.randomUUID() }),
      { value: [] },
    ];
    for (const body of strangers) expect((await send(body)).status).toBe(202);
    for (const body of ["", "no", "[]", { value: [{}] }, { value: "x" }])
      expect((await send(body)).status).toBe(400);
    expect(await isHastened()).toBe(false);

    // Looked at long ago, so that the flood alone says when.
    await db()
      .updateTable("followed_meetings")
      .set({ looked_at: new Date(0) })
      .execute();
    await sandbox.control.changeMeeting(meeting.id, { subject: "Renamed" });
    await Promise.all(Array.from({ length: 40 }, () => send(note(made))));
    await expect.poll(isHastened).toBe(true);
    const due = await nextLookAt();
    await send(note(made));
    expect(await nextLookAt()).toBe(due);
    await runDue();
    expect(await looks()).toBe(1);
    expect((await readFollowing(access)).news).toMatchObject({ title: { is: "Renamed" } });
    // Told again right after a look: not at once again.
    await send(note(made));
    expect(await nextLookAt()).toBeGreaterThan(Date.now() + 2_000);
  });

  test("hasten a look at a page of several dates", async () => {
    const { meeting, access } = await publish();
    const hours = (moment: string, count: number) =>
      new Date(Date.parse(moment) + count * 3_600_000);
    const { start, end } = meeting;
    const another = { startsAt: hours(start, 170), endsAt: hours(end, 170), zone: "Europe/Paris" };
    await addDates(access, [another], new Date());
    await runDue();
    expect(await isHastened()).toBe(false);
    await sandbox.control.changeMeeting(meeting.id, {
      start: hours(start, 2).toISOString(),
      end: hours(end, 2).toISOString(),
    });
    await expect.poll(isHastened).toBe(true);
    await runDue();
    expect((await readFollowing(access)).news).toMatchObject({
      dates: [{ is: { startsAt: hours(start, 2).toISOString() } }],
    });
  });

  test("come as long as something is followed: renewed, made anew, ended", async () => {
    const { access } = await publish();
    const made = await subscription();
    await send(note(made, { lifecycleEvent: "missed" }));
    expect(await isHastened()).toBe(true);
    await send(note(made, { lifecycleEvent: "reauthorizationRequired" }));
    await runDue();
    const paths = async (method: string) =>
      (await sandbox.control.ledger())
        .filter((line) => line.method === method && line.path.includes("/subscriptions"))
        .map(({ status }) => status);
    expect(await paths("PATCH")).toEqual([200]);
    // Another address of ours: the old one is ended, and Microsoft asked anew.
    await db()
      .updateTable("subscriptions")
      .set({ address: "https://before.example/api/notifications", keep_at: new Date(0) })
      .execute();
    await runDue();
    const anew = await subscription();
    expect(anew.id).not.toBe(made.id);
    await send(note(anew, { lifecycleEvent: "subscriptionRemoved" }));
    const { accessToken } = await sandbox.control.grant(ines.oid, ["Calendars.Read"]);
    await fetch(`${sandbox.urls().graphUrl}/v1.0/subscriptions/${anew.id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${accessToken}` },
    });
    await runDue();
    expect((await subscription()).id).not.toBe(anew.id);

    await cancelEvent(access, new Date());
    await db()
      .updateTable("followed_meetings")
      .set({ next_look_at: new Date(0) })
      .execute();
    await runDue();
    expect(await sandbox.control.subscriptions()).toEqual([]);
    expect(await db().selectFrom("subscriptions").selectAll().execute()).toEqual([]);
  });

  test("are asked for by an address that says a token back as text", async () => {
    const token = "Validation: Testing client application reachability <b>Request-Id: 1</b>";
    const answer = await send("", `?validationToken=${encodeURIComponent(token)}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toBe(token);
    expect((await send("", `?validationToken=${"x".repeat(2000)}`)).status).toBe(400);
  });
});
