import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { MAIL_KINDS } from "@/lib/db/schema";
import { LOCALES } from "@/lib/i18n/locales";
import { createWorker } from "@/lib/jobs/worker";
import { register } from "@/lib/registrations/register";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { insertEvent, insertPerson, signUp, type TestEvent } from "@/test/fixtures";
import { mustCome, ownerOf, settle } from "@/test/places";
import { useSandbox } from "@/test/sandbox";
import { readText, SUBJECT_LENGTH, WORDS_LENGTH } from "./check-text";
import { previewMessage } from "./preview-message";
import { readMessages } from "./read-messages";
import { saveText } from "./save-text";
import { readLastTest, sendTest } from "./send-test";
import { standardSubject } from "./standard-subject";
import { switchMessage } from "./switch-message";

const sandbox = useSandbox();
const AMARA = "amara@example.org";
const INES = "ines@tidewater.example";

async function drain(): Promise<void> {
  await createWorker({ handlers: [...handlers] }).runDue();
}

async function join(event: Pick<TestEvent, "slug">, wanted: { locale?: string } = {}) {
  const outcome = await register(signUp(event.slug, { email: AMARA, ...wanted }), new Date());
  if (outcome.kind !== "registered") throw new Error(`Not in: ${outcome.kind}`);
  await drain();
  const [mail] = await sandbox.control.mail({ to: AMARA });
  if (!mail) throw new Error("No mail came.");
  return mail;
}

async function memberOf(event: TestEvent, role: "viewer" | "editor"): Promise<string> {
  const personId = await insertPerson();
  await db()
    .insertInto("members")
    .values({ event_id: event.id, person_id: personId, role })
    .execute();
  return personId;
}

const EN = { kind: "confirmation", locale: "en" } as const;

describeDatabases("an event's messages", () => {
  test("say what the organizer wrote, in the reader's language or in one that there is", async () => {
    const event = await insertEvent({ registrar: "direct" });
    const access = await ownerOf(event);
    const text = {
      subject: "{firstName}, welcome to {title}",
      words: "Bring a photo, {lastName}.",
    };
    expect(await saveText(access, EN, text)).toEqual({ kind: "saved", isOwn: true });
    const english = await join(event);
    expect(english.subject).toBe("Amara, welcome to Reading the tide");
    expect(english.text).toContain("Tidewater writes:\nBring a photo, Diallo.\n");
    expect(english.text).toMatch(/\/j\/[\w-]{22}\n/);
    expect(english.html).toContain("Bring a photo, Diallo.");
    // Nobody's machine answers, a person's answer reaches the organizer, a second copy is known.
    expect(english.headers).toMatchObject({
      "auto-submitted": "auto-generated",
      "x-auto-response-suppress": "All",
      "content-language": "en",
      "reply-to": `Tidewater <${INES}>`,
      "message-id": expect.stringMatching(/^<confirmation\.[\w-]{36}@/),
    });
    expect(Object.keys(english.headers).filter((name) => name.startsWith("list-"))).toEqual([]);

    const other = await insertEvent({ registrar: "direct" });
    await saveText(await ownerOf(other), EN, text);
    await saveText(
      await ownerOf(other),
      { ...EN, locale: "fr" },
      { subject: "", words: "Une photo !" },
    );
    expect((await join(other, { locale: "fr" })).text).toContain(
      "Tidewater vous écrit\u00a0:\nUne photo !",
    );
    const german = await join(await copyOf(other), { locale: "de" });
    expect(german.subject).toMatch(/^Sie sind dabei: /);
    expect(german.text).toContain("Tidewater schreibt:\nBring a photo, Diallo.\n");
  });

  test("are the standard ones again once nothing of the organizer's own is left", async () => {
    const event = await insertEvent({ registrar: "direct" });
    const access = await ownerOf(event);
    await saveText(access, EN, { subject: "Mine", words: "" });
    const standard = { subject: ` ${standardSubject("confirmation", "en")} `, words: " \n\u200b" };
    expect(await saveText(access, EN, standard)).toEqual({ kind: "saved", isOwn: false });
    expect(await db().selectFrom("mail_texts").selectAll().execute()).toEqual([]);
    expect((await join(event)).subject).toMatch(/^You’re in: Reading the tide, /);
  });

  test("keep what stood there when what is written can't be", async () => {
    const event = await insertEvent({ registrar: "direct" });
    const access = await ownerOf(event);
    await saveText(access, EN, { subject: "Welcome", words: "Bring a photo." });
    const outcome = await saveText(access, EN, {
      subject: "{surname}",
      words: "https://teams.microsoft.com/meet/3811234567890?p=aB3xY9",
    });
    expect(outcome).toEqual({
      kind: "invalid",
      problems: {
        subject: { kind: "unknown-placeholder", name: "surname" },
        words: { kind: "leaks-way-in", found: ["teams-link"] },
      },
    });
    expect((await join(event)).subject).toBe("Welcome");
  });

  test("of a pass, and to an address that is still to be confirmed, are Usher's own", async () => {
    const access = await ownerOf(await insertEvent());
    for (const kind of ["again", "resent", "replaced", "link", "confirm_address"] as const)
      expect(await saveText(access, { kind, locale: "en" }, { subject: "x", words: "x" })).toEqual({
        kind: "not-editable",
      });
  });

  test("of a cancelled event change no more", async () => {
    const access = await ownerOf(await insertEvent({ state: "cancelled" }));
    const typed = { subject: "x", words: "x" };
    expect(await saveText(access, EN, typed)).toEqual({ kind: "cancelled" });
    expect(await switchMessage(access, "reminder", false, new Date())).toBe("cancelled");
  });

  test("are changed by those who may edit the event, and by nobody else", async () => {
    const event = await insertEvent();
    const may = async (personId: string) =>
      (await authorizeEvent(db(), personId, event.id, "edit")) !== null;
    expect(await may(await memberOf(event, "editor"))).toBe(true);
    expect(await may(await memberOf(event, "viewer"))).toBe(false);
    expect(await may(await insertPerson())).toBe(false);
  });

  test("go out or not as the organizer says, where no promise needs them", async () => {
    const event = await insertEvent({ waitlist: true });
    const access = await ownerOf(event);
    const now = new Date();
    const stand = async (kind: string) =>
      (await readMessages(access)).find((message) => message.kind === kind);
    expect(await stand("reminder")).toMatchObject({ on: true, needed: null });
    expect(await switchMessage(access, "reminder", false, now)).toBe("switched");
    expect(await stand("reminder")).toMatchObject({ on: false });
    expect(await switchMessage(access, "reminder", true, now)).toBe("switched");
    expect(await stand("reminder")).toMatchObject({ on: true });
    const jobs = await db()
      .selectFrom("jobs")
      .select("id")
      .where("name", "=", "events.remind")
      .where("state", "=", "ready")
      .execute();
    expect(jobs).toHaveLength(2);
    expect(await stand("follow_up")).toMatchObject({ on: false });
    expect(await switchMessage(access, "follow_up", true, now)).toBe("switched");
    expect(await stand("follow_up")).toMatchObject({ on: true });
    for (const kind of MAIL_KINDS.filter(
      (each) => !["reminder", "follow_up", "lapsed"].includes(each),
    ))
      expect(await switchMessage(access, kind, false, now), kind).toBe("needed");
    expect(await stand("confirmation")).toMatchObject({ on: true, needed: "link" });
  });

  test("that were turned off are not sent, though they were promised", async () => {
    const event = await insertEvent({ registrar: "direct", capacity: 1, waitlist: true });
    const access = await ownerOf(event);
    await switchMessage(access, "lapsed", false, new Date());
    await mustCome(event);
    const { id, email } = await mustCome(event);
    const lapse = async (now: Date) => {
      await db()
        .updateTable("registrations")
        .set({ place: "offered", lapses_at: now })
        .where("id", "=", id)
        .execute();
      await settle(event, new Date(now.getTime() + 60_000));
      await drain();
    };
    await lapse(new Date());
    const lapsed = async () =>
      (await sandbox.control.mail({ to: email, subject: "run out" })).length;
    expect(await lapsed()).toBe(0);
    await switchMessage(access, "lapsed", true, new Date());
    await lapse(new Date());
    expect(await lapsed()).toBe(1);
  });

  test("that an event doesn't send aren't listed, but for what it has sent", async () => {
    const event = await insertEvent({ registrar: "direct", capacity: 1, waitlist: true });
    const access = await ownerOf(event);
    await mustCome(event);
    await mustCome(event);
    await drain();
    await db().updateTable("events").set({ waitlist: false }).execute();
    const messages = await readMessages(access);
    expect(messages.find(({ kind }) => kind === "waiting")?.counts).toEqual({
      sent: 1,
      waiting: 0,
      failed: 0,
      bounced: 0,
    });
    const kinds = messages.map(({ kind }) => kind);
    expect(kinds).not.toContain("offer");
    expect(kinds).not.toContain("approved");
    expect(kinds).toContain("confirmation");
  });

  test("are shown as their reader sees them, each kind in each language", async () => {
    const event = await insertEvent({ title: "<b>Tide</b>", waitlist: true });
    const access = await ownerOf(event);
    await saveText(access, EN, { subject: "For {firstName}", words: "<script>alert(1)</script>" });
    const shown = await previewMessage(access, EN, new Date());
    expect(shown.subject).toBe("For Amara");
    expect(shown.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(shown.html).not.toMatch(/<script|<b>Tide/);
    for (const locale of LOCALES)
      for (const kind of MAIL_KINDS) {
        const { html, text } = await previewMessage(access, { kind, locale }, new Date());
        // No link or pass of anybody's: only those that open nothing.
        expect(`${html}${text}`, kind).not.toMatch(/\/[rj]\/(?!example\b)/);
        expect(text, kind).toContain("<b>Tide</b>");
      }
  });

  test("come as a test to whoever asks, and to nobody else, ten an hour", async () => {
    const event = await insertEvent();
    const access = await ownerOf(event);
    await saveText(access, EN, { subject: "For {firstName}", words: "" });
    expect(await sendTest(access, EN)).toEqual({ kind: "on-its-way" });
    expect(await readLastTest(access, "confirmation")).toMatchObject({ state: "waiting" });
    await drain();
    const [mail, ...others] = await sandbox.control.mail();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: [INES], subject: "[Test] For Ines" });
    expect(mail?.text).toMatch(/\/r\/example\n/);
    expect(mail && entryIn(mail)).toBeNull();
    expect(mail?.headers["auto-submitted"]).toBe("auto-generated");
    expect(await readLastTest(access, "confirmation")).toMatchObject({ state: "sent" });

    const outcomes = await Promise.all(Array.from({ length: 12 }, () => sendTest(access, EN)));
    expect(outcomes.filter(({ kind }) => kind === "on-its-way")).toHaveLength(9);
    const other = await insertEvent({ organizerId: event.organizerId });
    expect(await sendTest(await ownerOf(other), EN)).toEqual({ kind: "too-many", most: 10 });
  });

  test("tell of a test that is refused, and of an account without an address", async () => {
    const event = await insertEvent();
    const access = await ownerOf(event);
    await sandbox.control.fault({
      service: "smtp",
      match: { recipient: INES },
      fault: { kind: "status", status: 550 },
    });
    await sendTest(access, EN);
    await drain();
    expect(await readLastTest(access, "confirmation")).toMatchObject({
      state: "failed",
      reason: "550",
    });
    await db().updateTable("persons").set({ email: null }).execute();
    expect(await sendTest(access, EN)).toEqual({ kind: "no-address" });
  });
});

/** Another page with the same texts, since one address has one place at each. */
async function copyOf(event: TestEvent): Promise<TestEvent> {
  const copy = await insertEvent({ registrar: "direct" });
  await db()
    .updateTable("mail_texts")
    .set({ event_id: copy.id })
    .where("event_id", "=", event.id)
    .where("locale", "=", "en")
    .execute();
  return copy;
}

describe("what an organizer writes", () => {
  const read = (subject: string, words = "", event = { title: "Tide", hostName: "Tidewater" }) =>
    readText({ subject, words }, { kind: "confirmation", standard: "Standard", event }).problems;

  test.each([
    ["a".repeat(SUBJECT_LENGTH + 1), "", { subject: { kind: "too-long", most: SUBJECT_LENGTH } }],
    ["", "a".repeat(WORDS_LENGTH + 1), { words: { kind: "too-long", most: WORDS_LENGTH } }],
    ["One\nBcc: two@example.org", "", { subject: { kind: "characters" } }],
    ["One\rtwo", "", { subject: { kind: "characters" } }],
    ["One\0two", "", { subject: { kind: "characters" } }],
    ["One\u202etwo", "", { subject: { kind: "characters" } }],
    ["", "One\0two", { words: { kind: "characters" } }],
    ["", "One\u2067two", { words: { kind: "characters" } }],
    ["", "{title", { words: { kind: "stray-brace" } }],
    ["", "Meeting ID: 381 123 456 789", { words: { kind: "leaks-way-in", found: ["meeting-id"] } }],
    ["Meeting ID:", "3811234567890", { words: { kind: "leaks-way-in", found: ["meeting-id"] } }],
    [
      "",
      "https://teams.mi{firstName}crosoft.com/meet/3811234567890",
      { words: { kind: "leaks-way-in", found: ["teams-link"] } },
    ],
    [
      "https://teams.mi{lastName}crosoft.com/meet/3811234567890",
      "",
      { subject: { kind: "leaks-way-in", found: ["teams-link"] } },
    ],
  ])("is refused: %j, %j", (subject, words, problems) => {
    expect(read(subject, words)).toEqual(problems);
  });

  test("leads to no meeting by way of the event's own words", () => {
    const event = { title: "microsoft", hostName: "Tidewater" };
    expect(read("", "https://teams.{title}.com/meet/3811234567890", event)).toEqual({
      words: { kind: "leaks-way-in", found: ["teams-link"] },
    });
  });

  test("keeps its lines, as one system writes them, and what else is text", () => {
    const { text, problems } = readText(
      { subject: "  Emoji 🎉 and “quotes” ", words: "One\r\n\r\n\tTwo\rThree " },
      { ...EN, standard: "Standard", event: { title: "Tide", hostName: "Tidewater" } },
    );
    expect(problems).toEqual({});
    expect(text).toEqual({ subject: "Emoji 🎉 and “quotes”", words: "One\n\n\tTwo\nThree" });
  });
});
