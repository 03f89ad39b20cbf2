import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { meetingSecret } from "@/lib/enrolment/meeting";
import { cancelEvent } from "@/lib/events/cancel-event";
import { LINK_OPENS, linkOpensInput } from "@/lib/events/link-opens-input";
import { readLinkOpens, setLinkOpens } from "@/lib/events/set-link-opens";
import { createWorker } from "@/lib/jobs/worker";
import { repointPersonalLinks } from "@/lib/moving/queries";
import { seal } from "@/lib/seal";
import { handlers } from "@/lib/worker";
import { describeDatabase, describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { ownerOf } from "@/test/places";
import { useSandbox } from "@/test/sandbox";
import { exportRoster } from "./export-roster";
import { pressPersonalLink, readPersonalLink } from "./personal-link";
import { readPass } from "./read-pass";
import { register } from "./register";
import { replaceLink } from "./replace-link";
import { replacePass } from "./replace-pass";
import { readRosterPerson } from "./roster";
import { withdraw } from "./withdraw";

const sandbox = useSandbox();
const AMARA = "amara@example.org";
/** From 18:00 to 19:00 in Paris. */
const STARTS_AT = new Date("2036-12-03T17:00:00Z");
const at = (time: string) => new Date(`2036-12-03T${time}Z`);
const now = () => new Date();

async function drain(): Promise<void> {
  await createWorker({ handlers: [...handlers] }).runDue();
}

async function joined() {
  const event = await insertEvent({ registrar: "direct", startsAt: STARTS_AT });
  return { event, ...(await comes(event)) };
}

async function comes(event: TestEvent) {
  const outcome = await register(signUp(event.slug, { email: AMARA }), now());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  await drain();
  const { id } = await db()
    .selectFrom("registrations")
    .select("id")
    .where("event_id", "=", event.id)
    .executeTakeFirstOrThrow();
  return { id, pass: outcome.pass, link: await linkOn(outcome.pass) };
}

/** The secret of the personal link that this pass shows. */
async function linkOn(pass: string): Promise<string> {
  const view = await readPass(pass, now());
  if (!view || view.ended || view.link.kind !== "ready") throw new Error("There is no link.");
  return secretIn(view.link.url);
}

function secretIn(text: string): string {
  const secret = /\/j\/([\w-]{22})/.exec(text)?.[1];
  if (!secret) throw new Error("There is no personal link.");
  return secret;
}

async function lastMail() {
  const [mail] = await sandbox.control.mail({ to: AMARA });
  if (!mail) throw new Error("No mail came.");
  return mail;
}

async function leadTo({ meetingId }: TestEvent, joinUrl: string): Promise<void> {
  await db()
    .updateTable("meetings")
    .set({ join_url_sealed: seal(joinUrl, meetingSecret(meetingId)) })
    .where("id", "=", meetingId)
    .execute();
}

const stateAt = async (link: string, moment: Date) =>
  (await readPersonalLink(link, moment))?.state ?? null;

describeDatabases("a personal link", () => {
  test("opens an hour before the start and leads on until an hour after the end", async () => {
    const { event, link } = await joined();
    await leadTo(event, "https://teams.microsoft.com/meet/1");
    expect(await stateAt(link, at("15:59:59"))).toEqual({ kind: "early", opensAt: at("16:00:00") });
    expect(await pressPersonalLink(link, at("15:59:59"))).toBeNull();
    expect(await stateAt(link, at("16:00:00"))).toEqual({ kind: "open" });
    expect(await pressPersonalLink(link, at("16:00:00"))).toBe(
      "https://teams.microsoft.com/meet/1",
    );
    expect(await stateAt(link, at("18:59:59"))).toEqual({ kind: "open" });
    expect(await stateAt(link, at("19:00:00"))).toEqual({ kind: "over" });
    expect(await pressPersonalLink(link, at("19:00:00"))).toBeNull();
    expect(await readPersonalLink("x".repeat(22), now())).toBeNull();
    expect(await pressPersonalLink("x".repeat(22), at("17:00:00"))).toBeNull();
  });

  test("opens when its event says so, at once for everybody", async () => {
    const { event, link } = await joined();
    const access = await ownerOf(event);
    expect(await readLinkOpens(access)).toBe("60");
    for (const choice of LINK_OPENS) {
      expect(await setLinkOpens(access, linkOpensInput.parse(choice))).toBe(true);
      expect(await readLinkOpens(access)).toBe(choice);
      const early = choice !== "any";
      expect((await stateAt(link, now()))?.kind).toBe(early ? "early" : "open");
      expect((await stateAt(link, STARTS_AT))?.kind).toBe("open");
    }
    expect(linkOpensInput.safeParse("-5").success).toBe(false);
    await cancelEvent(access, now());
    expect(await setLinkOpens(access, null)).toBe(false);
  });

  test("counts who presses, not who looks, for the panel and the export", async () => {
    const { event, id, link } = await joined();
    const access = await ownerOf(event);
    await stateAt(link, at("17:00:00"));
    const presses = async () => (await readRosterPerson(access, id))?.presses;
    expect(await presses()).toEqual({ count: 0, first: null, last: null });
    for (const time of ["16:50:00", "17:00:00", "17:30:00"])
      await pressPersonalLink(link, at(time));
    expect(await presses()).toEqual({
      count: 3,
      first: "2036-12-03T16:50:00.000Z",
      last: "2036-12-03T17:30:00.000Z",
    });
    expect(await exported(event)).toMatchObject({
      "“Join” pressed": "3",
      "First pressed (Europe/Paris)": "2036-12-03T17:50:00+01:00",
      "Last pressed (Europe/Paris)": "2036-12-03T18:30:00+01:00",
    });
  });

  test("leads to the meeting's link as it is now", async () => {
    const { event, link } = await joined();
    await leadTo(event, "https://teams.microsoft.com/meet/2");
    expect(await pressPersonalLink(link, STARTS_AT)).toBe("https://teams.microsoft.com/meet/2");
    const other = await insertEvent({ registrar: "direct" });
    await leadTo(other, "https://teams.microsoft.com/meet/3");
    await withTx((tx) => repointPersonalLinks(tx, event.id, other.meetingId));
    expect(await pressPersonalLink(link, STARTS_AT)).toBe("https://teams.microsoft.com/meet/3");
  });

  test("says of a place given up and of a cancelled event which it was", async () => {
    const first = await joined();
    await withdraw(first.pass, now());
    expect(await stateAt(first.link, STARTS_AT)).toEqual({ kind: "withdrawn" });
    expect(await pressPersonalLink(first.link, STARTS_AT)).toBeNull();
    const second = await joined();
    await cancelEvent(await ownerOf(second.event), now());
    expect(await stateAt(second.link, STARTS_AT)).toEqual({ kind: "cancelled" });
    expect(await pressPersonalLink(second.link, STARTS_AT)).toBeNull();
  });

  test("is replaced by its organizer: the old one and the passes end, new ones are mailed", async () => {
    const { event, id, pass, link } = await joined();
    const before = entryIn(await lastMail());
    expect(await replaceLink(await ownerOf(event), id, now())).toBe(true);
    expect(await stateAt(link, STARTS_AT)).toEqual({ kind: "replaced" });
    expect(await pressPersonalLink(link, STARTS_AT)).toBeNull();
    expect(await readPass(pass, now())).toMatchObject({ ended: true });
    await drain();
    const mail = await lastMail();
    expect(mail.subject).toContain("Your new pass: ");
    expect(mail.text).toContain("your personal link were replaced");
    const fresh = secretIn(mail.text);
    expect(fresh).not.toBe(link);
    expect(await pressPersonalLink(fresh, STARTS_AT)).toMatch(/^https:\/\/teams\.microsoft\.com/);
    // The calendar's entry follows.
    const entry = entryIn(mail);
    expect(entry?.uid).toBe(before?.uid);
    expect(entry?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);

    // Again and again, each ends the one before; what was pressed stays.
    expect(await replaceLink(await ownerOf(event), id, now())).toBe(true);
    for (const old of [link, fresh])
      expect(await stateAt(old, STARTS_AT)).toEqual({ kind: "replaced" });
    expect((await readRosterPerson(await ownerOf(event), id))?.presses?.count).toBe(1);
  });

  test("is replaced with the pass that showed it", async () => {
    const { pass, link } = await joined();
    expect(await replacePass(pass, now())).toEqual({ kind: "replaced" });
    expect(await stateAt(link, STARTS_AT)).toEqual({ kind: "replaced" });
    await drain();
    expect((await stateAt(secretIn((await lastMail()).text), STARTS_AT))?.kind).toBe("open");
  });

  test("is replaced for nobody of another event, without a place, or with a link of Microsoft's", async () => {
    const { event, id, pass, link } = await joined();
    const other = await insertEvent({ registrar: "direct" });
    expect(await replaceLink(await ownerOf(other), id, now())).toBe(false);
    await db().updateTable("enrolments").set({ registrar: "external" }).execute();
    expect(await replaceLink(await ownerOf(event), id, now())).toBe(false);
    await db().updateTable("enrolments").set({ registrar: "direct" }).execute();
    expect(await readPass(pass, now())).toMatchObject({ ended: false });
    expect((await stateAt(link, STARTS_AT))?.kind).toBe("open");
    await withdraw(pass, now());
    expect(await replaceLink(await ownerOf(event), id, now())).toBe(false);
  });
});

async function exported(event: TestEvent): Promise<Record<string, string>> {
  const asked = { query: "", view: "all", locale: "en", zone: "Europe/Paris" } as const;
  let file = "";
  for await (const piece of exportRoster(await ownerOf(event), asked)) file += piece;
  const rows: Record<string, string>[] = parse(file, { bom: true, columns: true });
  return rows[0] ?? {};
}

describeDatabase("postgres", "a personal link that is being stored", () => {
  test("lets a mail on its way out refer to its registration", async () => {
    const { id } = await joined();
    const referred = await db()
      .connection()
      .execute(async (other) => {
        await sql`begin`.execute(other);
        await sql`update registrations set personal_hash = 'another' where id = ${id}`.execute(
          other,
        );
        const { rows } = await sql`
          select from registrations where id = ${id} for key share skip locked`.execute(db());
        await sql`rollback`.execute(other);
        return rows;
      });
    expect(referred).toHaveLength(1);
  });
});
