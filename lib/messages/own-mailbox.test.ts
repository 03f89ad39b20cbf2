import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { laneState, pauseLane } from "@/lib/jobs/lanes";
import { createWorker } from "@/lib/jobs/worker";
import { MAIL_LANE, MAILBOX_DAY, mailboxLane } from "@/lib/mail/lane";
import { goBack, startMove } from "@/lib/moving/start-move";
import { accessToken } from "@/lib/organizers/connection";
import { disconnect } from "@/lib/organizers/disconnect";
import { mailboxesCheck, organizerMailboxCheck } from "@/lib/preflight/mailboxes";
import { beginMailRound } from "@/lib/registrations/mail-round";
import { reminderOccasion } from "@/lib/registrations/occasions";
import { retryRegistration } from "@/lib/registrations/retry-registration";
import { readRosterPerson } from "@/lib/registrations/roster";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { insertEvent, insertMeeting, insertPerson, type TestEvent } from "@/test/fixtures";
import { mustCome, ownerOf, type Person } from "@/test/places";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { ines, tomas } from "../../sandbox/people.ts";
import { noteTrouble } from "./mailbox-trouble";
import { readSender } from "./read-sender";
import { readLastTest, sendTest } from "./send-test";
import { chooseMailbox, giveMailboxBack, tryMailboxAgain } from "./set-mails-from";

const sandbox = useSandbox();
const SENDING = [...SCOPES, "Mail.Send"];
const SEND_MAIL = { method: "POST", path: "/me/sendMail$" };

/** An open event of Ines's, whose mails go from her mailbox. */
async function fromMailbox(scopes = SENDING, wanted: { organizerId?: string } = {}) {
  const organizerId = wanted.organizerId ?? (await sandbox.connect(ines, scopes));
  const event = await insertEvent({ registrar: "direct", organizerId });
  const access = await ownerOf(event);
  expect((await chooseMailbox(access)).kind).toBe("chosen");
  return { event, access, lane: mailboxLane(organizerId) };
}

/** Runs what is due, as if the lanes' turns had come: nobody waits two seconds for each mail. */
async function drain(): Promise<void> {
  const worker = createWorker({ handlers: [...handlers] });
  do {
    await sql`update lanes set next_at = now() where next_at > now()`.execute(db());
  } while ((await worker.runDue()) > 0);
}

/** By what each of somebody's mails came. */
async function senders({ email }: Pick<Person, "email">): Promise<string[]> {
  const mails = await sandbox.control.mail({ to: email });
  return mails.map(({ envelopeFrom }) => (envelopeFrom === ines.email ? "mailbox" : "server"));
}

async function asked() {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(({ path }) => path.endsWith("/sendMail"));
}

/** The database's, in seconds. */
async function clock(): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select extract(epoch from clock_timestamp())::float8 as now`.execute(db());
  return rows[0]?.now ?? 0;
}

async function lanesOfMails(): Promise<string[]> {
  const rows = await db()
    .selectFrom("jobs")
    .select("lane")
    .where("name", "=", "registrations.deliver-mail")
    .orderBy("created_at")
    .execute();
  return rows.map(({ lane }) => lane);
}

async function troubleOf(access: Parameters<typeof readSender>[0]) {
  return (await readSender(access)).trouble?.kind ?? null;
}

function member(event: TestEvent, role: "viewer" | "editor") {
  return async () => {
    const personId = await insertPerson();
    await db()
      .insertInto("members")
      .values({ event_id: event.id, person_id: personId, role })
      .execute();
    const access = await authorizeEvent(db(), personId, event.id, "view");
    if (!access) throw new Error("A member may look.");
    return access;
  };
}

describeDatabases("mails from an organizer's own mailbox", () => {
  test("come from their address, with the entry as a file, and lie in no Sent Items", async () => {
    const { event } = await fromMailbox();
    const person = await mustCome(event);
    await drain();
    const [mail, ...others] = await sandbox.control.mail({ to: person.email });
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      from: `"${ines.name}" <${ines.email}>`,
      envelopeFrom: ines.email,
      headers: {
        "reply-to": `Tidewater <${ines.email}>`,
        "x-auto-response-suppress": "All",
        "x-usher-mail": expect.stringMatching(/^<confirmation\.[\w-]{36}@/),
      },
    });
    expect(mail?.html).toMatch(/\/j\/[\w-]{22}/);
    expect(mail?.attachments.map(({ filename }) => filename)).toEqual(["invite.ics"]);
    const entry = mail && entryIn(mail);
    expect(entry).not.toBeNull();
    const [call, ...more] = await asked();
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      status: 202,
      organizer: ines.oid,
      token: "delegated",
      body: {
        saveToSentItems: false,
        message: {
          body: { contentType: "HTML" },
          toRecipients: [{ emailAddress: { address: person.email } }],
          attachments: [
            {
              "@odata.type": "#microsoft.graph.fileAttachment",
              name: "invite.ics",
              contentType: "text/calendar; method=REQUEST; charset=utf-8",
            },
          ],
        },
      },
    });
    const row = await db().selectFrom("mails").select(["state", "sent_from"]).executeTakeFirst();
    expect(row).toEqual({ state: "sent", sent_from: event.organizerId });
  });

  test("have the entry from the same organizer whichever way they come", async () => {
    const { event, access } = await fromMailbox();
    const one = await mustCome(event);
    await drain();
    await giveMailboxBack(access);
    const other = await mustCome(event);
    await drain();
    expect([await senders(one), await senders(other)]).toEqual([["mailbox"], ["server"]]);
    const organizerOf = async ({ email }: Person) => {
      const [mail] = await sandbox.control.mail({ to: email });
      const content = mail?.attachments[0]?.content ?? "";
      return /^ORGANIZER.*$/m.exec(Buffer.from(content, "base64").toString("utf8"))?.[0];
    };
    expect(await organizerOf(one)).toBeDefined();
    expect(await organizerOf(one)).toBe(await organizerOf(other));
  });

  test("are of the event that chose it alone", async () => {
    const { event } = await fromMailbox();
    const other = await insertEvent({ registrar: "direct", organizerId: event.organizerId });
    const [hers, others] = [await mustCome(event), await mustCome(other)];
    await drain();
    expect(await senders(hers)).toEqual(["mailbox"]);
    expect(await senders(others)).toEqual(["server"]);
  });

  test("are chosen by whoever the event acts as, and given back by any editor", async () => {
    const { event, access } = await fromMailbox();
    const editor = await member(event, "editor")();
    expect(await chooseMailbox(editor)).toEqual({ kind: "not-theirs" });
    expect((await readSender(access)).chosen).toBe(true);
    await giveMailboxBack(editor);
    expect((await readSender(access)).chosen).toBe(false);
    expect(await chooseMailbox(editor)).toEqual({ kind: "not-theirs" });
    expect((await readSender(access)).chosen).toBe(false);
    await db().updateTable("events").set({ state: "cancelled" }).execute();
    expect(await chooseMailbox(access)).toEqual({ kind: "cancelled" });
  });

  test("what waits changes its way with the choice, of this event alone", async () => {
    const organizerId = await sandbox.connect(ines, SENDING);
    const event = await insertEvent({ registrar: "direct", organizerId });
    const other = await insertEvent({ registrar: "direct", organizerId });
    await mustCome(event);
    await mustCome(other);
    expect(await lanesOfMails()).toEqual([MAIL_LANE, MAIL_LANE]);
    const access = await ownerOf(event);
    await chooseMailbox(access);
    expect(await lanesOfMails()).toEqual([mailboxLane(organizerId), MAIL_LANE]);
    await giveMailboxBack(access);
    expect(await lanesOfMails()).toEqual([MAIL_LANE, MAIL_LANE]);
  });

  test("lapse when the event acts as somebody else, or they no longer work on it", async () => {
    const { event, access } = await fromMailbox();
    const person = await mustCome(event);
    await db()
      .updateTable("members")
      .set({ role: "viewer" })
      .where("event_id", "=", event.id)
      .execute();
    expect((await readSender(access)).chosen).toBe(false);
    await drain();
    expect(await senders(person)).toEqual(["server"]);
    await db().updateTable("members").set({ role: "owner" }).execute();
    expect((await readSender(access)).chosen).toBe(true);
    const heir = await sandbox.connect(tomas, SENDING);
    await db().updateTable("events").set({ acts_as: heir }).execute();
    expect((await readSender(access)).chosen).toBe(false);
    const next = await mustCome(event);
    await drain();
    expect(await senders(next)).toEqual(["server"]);
    expect(await asked()).toEqual([]);
  });
});

describeDatabases("a chosen mailbox", () => {
  test("is nobody's any more once the event has moved to another organizer's meeting", async () => {
    const { event, lane } = await fromMailbox();
    await mustCome(event);
    expect(await lanesOfMails()).toEqual([lane]);
    const heir = await sandbox.connect(tomas, SENDING);
    await db()
      .insertInto("members")
      .values({ event_id: event.id, person_id: heir, role: "owner" })
      .execute();
    const meetingId = await insertMeeting(heir);
    const access = await authorizeEvent(db(), heir, event.id, "own");
    if (!access) throw new Error("They own it.");
    const now = new Date();
    expect(await startMove(access, { meetingId, registrar: "direct" }, now)).toEqual({
      kind: "started",
    });
    expect(await readSender(access)).toMatchObject({ chosen: false, organizer: { id: heir } });
    expect(await lanesOfMails()).toEqual([MAIL_LANE]);
    expect(await goBack(access, now)).toEqual({ kind: "started" });
    expect(await readSender(access)).toMatchObject({
      chosen: false,
      organizer: { id: event.organizerId },
    });
  });
});

describeDatabases("the check of what Usher needs", () => {
  const said = async (personId: string) => {
    const [own] = [await organizerMailboxCheck.run(personId)].flat();
    const [all] = [await mailboxesCheck.run()].flat();
    const of = (one: typeof own) => (one?.kind === "green" ? "green" : (one?.reason ?? null));
    return [of(own), of(all)];
  };

  test("says whether the mailbox can be used, where an event sends from it", async () => {
    const personId = await sandbox.connect(ines, SCOPES);
    expect(await said(personId)).toEqual([null, null]);
    await fromMailbox(SCOPES, { organizerId: personId });
    expect(await said(personId)).toEqual(["mailbox-consent", "mailboxes-out"]);
    await sandbox.connect(ines, SENDING);
    expect(await said(personId)).toEqual(["green", "green"]);
    for (const [trouble, reason] of [
      ["blocked", "mailbox-unused"],
      ["full", "mailbox-full"],
      ["day", "mailbox-rests"],
    ] as const) {
      await withTx((tx) => noteTrouble(tx, personId, { trouble }));
      expect(await said(personId)).toEqual([reason, "mailboxes-out"]);
    }
  });
});

describeDatabases("a mailbox's pace", () => {
  test("is thirty a minute from the first mail on, and its own", async () => {
    const { event, lane } = await fromMailbox();
    for (let n = 0; n < 3; n += 1) await mustCome(event);
    const worker = createWorker({ handlers: [...handlers] });
    const begun = await clock();
    await worker.runDue();
    const { budget, next } = await db()
      .selectFrom("lanes")
      .select(["budget", sql<number>`extract(epoch from next_at)::float8`.as("next")])
      .where("lane", "=", lane)
      .executeTakeFirstOrThrow();
    expect(budget).toBeCloseTo(30 / 62, 6);
    // However long that took: each has had its two seconds.
    const sent = (await asked()).length;
    expect(sent).toBeGreaterThan(0);
    expect(next).toBeGreaterThanOrEqual(begun + (sent * 62) / 30 - 0.001);
    const other = await insertEvent({ registrar: "direct" });
    const served = await mustCome(other);
    await worker.runDue();
    expect(await senders(served)).toEqual(["server"]);
    await drain();
    expect(await asked()).toHaveLength(3);
  });

  test("pauses for Retry-After, that lane alone, and loses nothing", async () => {
    const { event, access, lane } = await fromMailbox();
    await sandbox.control.fault({
      service: "graph",
      match: SEND_MAIL,
      fault: { kind: "throttle", retryAfter: 120 },
    });
    const person = await mustCome(event);
    const other = await insertEvent({ registrar: "direct" });
    const served = await mustCome(other);
    await drain();
    expect(await senders(person)).toEqual([]);
    expect(await senders(served)).toEqual(["server"]);
    const { until, reason } = await laneState(db(), lane);
    expect(reason).toBe("mailbox-throttled");
    expect(Math.abs((until?.getTime() ?? 0) - Date.now() - 120_000)).toBeLessThan(20_000);
    expect((await laneState(db(), MAIL_LANE)).paused).toBe(false);
    expect((await laneState(db(), `organizer:${event.organizerId}`)).paused).toBe(false);
    expect((await readSender(access)).pausedUntil).not.toBeNull();
    // Where the person's row says why, it says this lane's reason.
    const shown = await readRosterPerson(access, person.id);
    expect(shown?.history).toContainEqual(expect.objectContaining({ reason: "mailbox-throttled" }));
    await db().updateTable("lanes").set({ paused_until: null }).execute();
    await drain();
    expect(await senders(person)).toEqual(["mailbox"]);
  });

  test("gives a round ten at a time, so that a confirmation waits for no more", async () => {
    const { event, lane } = await fromMailbox();
    for (let n = 0; n < 23; n += 1) await mustCome(event);
    await db().deleteFrom("jobs").execute();
    await db().deleteFrom("mails").execute();
    const date = await db()
      .selectFrom("event_dates")
      .select(["id as dateId", "starts_at as startsAt"])
      .executeTakeFirstOrThrow();
    await withTx((tx) =>
      beginMailRound(tx, {
        eventId: event.id,
        kind: "reminder",
        occasion: reminderOccasion({ ...date, minutes: 1440 }),
        before: new Date(Date.now() + 60_000),
      }),
    );
    const rounds = createWorker({
      handlers: handlers.filter(({ name }) => name === "registrations.mail-round"),
    });
    const turn = async () => {
      await db()
        .updateTable("jobs")
        .set({ run_at: sql<Date>`now()` })
        .where("name", "=", "registrations.mail-round")
        .execute();
      await rounds.runDue();
      return (await lanesOfMails()).length;
    };
    expect(await turn()).toBe(10);
    expect(await turn()).toBe(10);
    expect(new Set(await lanesOfMails())).toEqual(new Set([lane]));
    // Four have gone.
    const gone = await db().selectFrom("mails").select("id").limit(4).execute();
    for (const { id } of gone) {
      await db().updateTable("mails").set({ state: "sent" }).where("id", "=", id).execute();
      await db().deleteFrom("jobs").where("dedupe_key", "=", `mail:${id}`).execute();
    }
    expect(await turn()).toBe(10);
    await db().updateTable("mails").set({ state: "sent" }).execute();
    expect(await turn()).toBe(19);
    const total = await db()
      .selectFrom("mails")
      .select(sql<number>`count(distinct registration_id)::int`.as("count"))
      .executeTakeFirstOrThrow();
    expect(total.count).toBe(23);
  });

  test("ends with the day's number, until the oldest of them is a day old", async () => {
    const { event, access } = await fromMailbox();
    const person = await mustCome(event);
    await drain();
    await sql`
      insert into mails (registration_id, kind, state, sent_at, sent_from)
      select ${person.id}, 'resent', 'sent', now() - interval '23 hours', ${event.organizerId}
      from generate_series(1, ${MAILBOX_DAY - 1})`.execute(db());
    const late = await mustCome(event);
    await drain();
    expect(await senders(late)).toEqual(["server"]);
    expect(await asked()).toHaveLength(1);
    const { trouble } = await readSender(access);
    expect(trouble?.kind).toBe("day");
    const inAnHour = Date.now() + 60 * 60_000;
    expect(Math.abs((trouble?.lookAgainAt?.getTime() ?? 0) - inAnHour)).toBeLessThan(60_000);
    await sql`update mails set sent_at = sent_at - interval '2 hours' where kind = 'resent'`.execute(
      db(),
    );
    await tryMailboxAgain(access);
    const next = await mustCome(event);
    await drain();
    expect(await senders(next)).toEqual(["mailbox"]);
  });
});

const outlook = (status: number, code: string) => ({
  kind: "status" as const,
  status,
  body: { error: { code, message: "Not from this mailbox." } },
});

describeDatabases("a mailbox that can't be used", () => {
  test.each([
    ["403, not allowed", outlook(403, "ErrorAccessDenied"), "refused"],
    ["403, blocked", outlook(403, "ErrorMessageSubmissionBlocked"), "blocked"],
    ["403, not as them", outlook(403, "ErrorSendAsDenied"), "blocked"],
    ["404, no licence", outlook(404, "MailboxNotEnabledForRESTAPI"), "no-mailbox"],
    ["404", outlook(404, "ErrorItemNotFound"), "no-mailbox"],
    ["507, full", outlook(507, "ErrorQuotaExceeded"), "full"],
  ])("lets the mail server send, once: %s", async (_, fault, trouble) => {
    const { event, access } = await fromMailbox();
    await sandbox.control.fault({ service: "graph", match: SEND_MAIL, times: null, fault });
    const people = [await mustCome(event), await mustCome(event), await mustCome(event)];
    await drain();
    for (const person of people) expect(await senders(person)).toEqual(["server"]);
    // The first found out, the others didn't ask.
    expect(await asked()).toHaveLength(1);
    const { trouble: found } = await readSender(access);
    expect(found).toMatchObject({ kind: trouble, requestId: expect.any(String) });
    const lookAgain = found?.lookAgainAt?.getTime() ?? 0;
    expect(lookAgain).toBeGreaterThan(Date.now() + 4 * 60_000);

    // Until somebody says that it is mended, or a quarter of an hour has passed.
    await sandbox.control.clearFaults();
    const before = await mustCome(event);
    await drain();
    expect(await senders(before)).toEqual(["server"]);
    await db().updateTable("mailbox_troubles").set({ look_again_at: sql<Date>`now()` }).execute();
    const after = await mustCome(event);
    await drain();
    expect(await senders(after)).toEqual(["mailbox"]);
    expect(await troubleOf(access)).toBeNull();
    expect(await db().selectFrom("mailbox_troubles").selectAll().execute()).toEqual([]);
  });

  test("lets go at once of everything that waits for its turn", async () => {
    const { event, lane } = await fromMailbox();
    await db().updateTable("lanes").set({ budget: 0.001 }).where("lane", "=", lane).execute();
    const fault = outlook(403, "ErrorAccessDenied");
    await sandbox.control.fault({ service: "graph", match: SEND_MAIL, fault });
    const people = [await mustCome(event), await mustCome(event), await mustCome(event)];
    // The lane has one turn to give in a quarter of an hour.
    await createWorker({ handlers: [...handlers] }).runDue();
    for (const person of people) expect(await senders(person)).toEqual(["server"]);
  });

  test("without the permission is asked nothing, and sends once it is given", async () => {
    const { event, access } = await fromMailbox(SCOPES);
    expect(await troubleOf(access)).toBe("consent");
    const person = await mustCome(event);
    await drain();
    expect(await senders(person)).toEqual(["server"]);
    expect(await asked()).toEqual([]);
    await sandbox.connect(ines, SENDING);
    expect(await troubleOf(access)).toBeNull();
    const next = await mustCome(event);
    await drain();
    expect(await senders(next)).toEqual(["mailbox"]);
  });

  test("whose grant has ended lets the mail server send, and reconnecting brings it back", async () => {
    const { event, access } = await fromMailbox();
    await sandbox.control.revoke(ines.oid, 50173, "access");
    const person = await mustCome(event);
    await drain();
    expect(await senders(person)).toEqual(["server"]);
    expect((await readSender(access)).trouble).toMatchObject({
      kind: "connection",
      reason: "password-changed",
    });
    await sandbox.connect(ines, SENDING);
    const next = await mustCome(event);
    await drain();
    expect(await senders(next)).toEqual(["mailbox"]);
  });

  test("leaves its paused lane at once, whoever finds the grant ended", async () => {
    const { event, lane } = await fromMailbox();
    const later = new Date(Date.now() + 3_600_000);
    await withTx((tx) => pauseLane(tx, lane, later, "mailbox-throttled"));
    const person = await mustCome(event);
    await drain();
    expect(await senders(person)).toEqual([]);
    await sandbox.control.revoke(ines.oid, 50173);
    await sql`update connections set access_expires_at = now()`.execute(db());
    expect((await accessToken(event.organizerId)).kind).toBe("broken");
    await drain();
    expect(await senders(person)).toEqual(["server"]);
    // What Microsoft asked for still holds.
    expect((await laneState(db(), lane)).paused).toBe(true);
  });

  test.each([
    ["disconnecting", (id: string) => disconnect(id)],
    [
      "a grant without the permission",
      async () => {
        await sandbox.control.revoke(ines.oid, 65001);
        await sandbox.connect(ines, SCOPES);
      },
    ],
    [
      "a token that lost the permission",
      async (id: string) => {
        const body = { access_token: "another", expires_in: 3600, scope: SCOPES.join(" ") };
        await sandbox.control.fault({
          service: "entra",
          match: { path: "/token" },
          fault: { kind: "status", status: 200, body },
        });
        await sql`update connections set access_expires_at = now()`.execute(db());
        expect(await accessToken(id)).toMatchObject({ kind: "token", scopes: SCOPES });
      },
    ],
  ])("leaves its paused lane on %s", async (_, act) => {
    const { event, lane } = await fromMailbox();
    const later = new Date(Date.now() + 3_600_000);
    await withTx((tx) => pauseLane(tx, lane, later, "mailbox-throttled"));
    const person = await mustCome(event);
    await drain();
    expect(await senders(person)).toEqual([]);
    expect(await lanesOfMails()).toEqual([lane]);
    await act(event.organizerId);
    expect(await lanesOfMails()).toEqual([MAIL_LANE]);
    await drain();
    expect(await senders(person)).toEqual(["server"]);
  });

  test("refuses one message: the mail server sends that one, the mailbox all others", async () => {
    const { event, access } = await fromMailbox();
    await sandbox.control.fault({
      service: "graph",
      match: SEND_MAIL,
      fault: outlook(400, "ErrorInvalidRecipients"),
    });
    const [one, other] = [await mustCome(event), await mustCome(event)];
    await drain();
    expect((await Promise.all([one, other].map(senders))).flat().sort()).toEqual([
      "mailbox",
      "server",
    ]);
    expect(await troubleOf(access)).toBeNull();
  });

  test("and whose mail server refuses somebody, says so as ever", async () => {
    const { event, access } = await fromMailbox(SCOPES);
    const person = await mustCome(event);
    await sandbox.control.fault({
      service: "smtp",
      match: { recipient: person.email },
      fault: { kind: "status", status: 550 },
    });
    await drain();
    const state = () => db().selectFrom("mails").select(["state", "reason"]).executeTakeFirst();
    expect(await state()).toEqual({ state: "failed", reason: "550" });
    await sandbox.connect(ines, SENDING);
    await retryRegistration(access, person.id);
    await drain();
    expect(await senders(person)).toEqual(["mailbox"]);
  });
});

describeDatabases("an answer of Microsoft's that is lost", () => {
  test("has the mail tried there again, as a mail server's does, and not by another way", async () => {
    const { event } = await fromMailbox();
    await sandbox.control.fault({
      service: "graph",
      match: SEND_MAIL,
      fault: { kind: "done-but-unanswered" },
    });
    const person = await mustCome(event);
    await drain();
    const [job] = await db()
      .selectFrom("jobs")
      .select(["lane", "attempts"])
      .where("name", "=", "registrations.deliver-mail")
      .execute();
    expect(job).toEqual({ lane: mailboxLane(event.organizerId), attempts: 1 });
    await sql`update jobs set run_at = now()`.execute(db());
    await drain();
    expect(await senders(person)).toEqual(["mailbox", "mailbox"]);
    const ids = (await sandbox.control.mail({ to: person.email })).map(
      ({ headers }) => headers["x-usher-mail"],
    );
    expect(new Set(ids).size).toBe(1);
    await drain();
    expect(await asked()).toHaveLength(2);
  });

  test("five times over lets the mail server send for five minutes", async () => {
    const { event, access } = await fromMailbox();
    await sandbox.control.fault({
      service: "graph",
      match: SEND_MAIL,
      times: null,
      fault: { kind: "status", status: 502, body: "<html>Bad gateway</html>" },
    });
    // Somebody in the line: one mail, and no link that another would bring.
    await db().updateTable("events").set({ capacity: 1, occupied: 1, waitlist: true }).execute();
    const person = await mustCome(event);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await senders(person)).toEqual([]);
      await sql`update jobs set run_at = now() where run_at > now()`.execute(db());
      await drain();
    }
    expect(await asked()).toHaveLength(5);
    expect(await senders(person)).toEqual(["server"]);
    expect(await troubleOf(access)).toBe("silent");
  });
});

describeDatabases("a test of a mail", () => {
  const EN = { kind: "confirmation", locale: "en" } as const;

  test("comes the way of the event's mails, before what others wait for", async () => {
    const { event, access } = await fromMailbox();
    for (let n = 0; n < 3; n += 1) await mustCome(event);
    expect(await sendTest(access, EN)).toEqual({ kind: "on-its-way" });
    await createWorker({ handlers: [...handlers] }).runDue();
    const mails = await sandbox.control.mail({ to: ines.email ?? "" });
    expect(mails).toMatchObject([
      { envelopeFrom: ines.email, subject: expect.stringMatching(/^\[Test\]/), attachments: [] },
    ]);
    expect(await readLastTest(access, "confirmation")).toMatchObject({ state: "sent" });
  });

  test("shows by which way it came while the mailbox can't be used", async () => {
    const { access } = await fromMailbox();
    await sandbox.control.fault({
      service: "graph",
      match: SEND_MAIL,
      fault: outlook(403, "ErrorAccessDenied"),
    });
    await sendTest(access, EN);
    await drain();
    const [mail, ...others] = await sandbox.control.mail({ to: ines.email ?? "" });
    expect(others).toEqual([]);
    expect(mail?.envelopeFrom).not.toBe(ines.email);
    expect(await readLastTest(access, "confirmation")).toMatchObject({ state: "sent" });
    expect(await troubleOf(access)).toBe("refused");
  });
});
