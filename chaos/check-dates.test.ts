import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { cancelDate } from "@/lib/events/cancel-date";
import { moveDate } from "@/lib/events/move-date";
import { saveDates } from "@/lib/events/save-dates";
import { createWorker } from "@/lib/jobs/worker";
import { changeDates } from "@/lib/registrations/change-dates";
import { register } from "@/lib/registrations/register";
import { withdraw } from "@/lib/registrations/withdraw";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabase, keepTables } from "@/test/database";
import { signUp } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { check } from "./check";
import type { ViolationKind } from "./check/violation";
import { type MadeEvent, makeEvents, PLANS } from "./make-events";
import { observe } from "./observe";
import { passTime } from "./pass-time";
import type { Book, DateChange } from "./promises";

/*
 * The checker where people choose among dates: it says nothing of a good world, and names whatever is
 * planted in one (check.test.ts has everything else).
 */

const sandbox = useSandbox();
const HOUR = 60 * 60_000;

interface World {
  book: Book;
  dates: string[];
  /** Registrations: of two who come to the second date, and of one elsewhere. */
  amara: string;
  bilal: string;
  dusan: string;
}

async function makeWorld(): Promise<World> {
  const choosing = PLANS.find((plan) => plan.dates.length > 0);
  const byMail = PLANS.find(({ delivery }) => delivery === "email");
  if (!choosing || !byMail) throw new Error("The plans have changed.");
  const [event, other] = await makeEvents(sandbox.control, [choosing, byMail]);
  if (!event || !other) throw new Error("An event is missing.");
  const book: Book = [];
  const edited = (date: string, wanted: DateChange, at = Date.now()) =>
    book.push({ kind: "edited-date", at, date, change: wanted });
  for (const { id, places } of event.dates) edited(id, { places }, 0);
  const dates = event.dates.map(({ id }) => id);
  const [first = "", second = "", third = "", fourth = ""] = dates;
  const attend = async ({ slug }: MadeEvent, name: string, chosen: string[]) => {
    const email = `${name}@attendee.example`;
    const outcome = await register(signUp(slug, { email, dates: chosen }), new Date());
    if (outcome.kind !== "registered") throw new Error(outcome.kind);
    const secret = outcome.pass ?? "";
    if (secret) book.push({ kind: "pass", slug, email, secret, dates: chosen });
    return { id: outcome.registrationId, secret };
  };
  const amara = await attend(event, "amara", [first, fourth]);
  const bilal = await attend(event, "bilal", [second]);
  const chloe = await attend(event, "chloe", [second, third]);
  const dusan = await attend(other, "dusan", []);
  await work();

  const wanted = [second, third];
  book.push({ kind: "changing-dates", secret: amara.secret, dates: wanted });
  await changeDates(amara.secret, wanted, new Date());
  book.push({ kind: "dates-saved", secret: amara.secret, dates: wanted });
  const row = await db()
    .selectFrom("events")
    .select("acts_as as actsAs")
    .where("id", "=", event.id)
    .executeTakeFirstOrThrow();
  const access = await authorizeEvent(db(), row.actsAs, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const startsAt = new Date(Math.ceil(Date.now() / HOUR) * HOUR + 500 * HOUR);
  await moveDate(
    access,
    second,
    { startsAt, endsAt: new Date(startsAt.getTime() + HOUR) },
    new Date(),
  );
  edited(second, { startsAt: startsAt.toISOString() });
  await cancelDate(access, third, new Date());
  edited(third, { cancelled: true });
  // Fewer than have chosen it already.
  await saveDates(access, { choosesDates: null, places: new Map([[second, 1]]) });
  edited(second, { places: 1 });
  book.push({ kind: "giving-up", secret: chloe.secret });
  await withdraw(chloe.secret, new Date());
  book.push({ kind: "given-up", secret: chloe.secret });
  await work();
  return { book, dates, amara: amara.id, bilal: bilal.id, dusan: dusan.id };
}

async function work(): Promise<void> {
  await passTime();
  await createWorker({ handlers: [...handlers] }).runDue();
}

async function look({ book }: World) {
  return check({ snapshot: await observe(sandbox.control), book, kills: 0, complaints: [] });
}

const change = {
  date: (id: string | undefined, values: object) =>
    db()
      .updateTable("event_dates")
      .set(values)
      .where("id", "=", id ?? "")
      .execute(),
  chosen: (registrationId: string, values: object) =>
    db()
      .updateTable("registration_dates")
      .set(values)
      .where("registration_id", "=", registrationId)
      .execute(),
};

const PLANTED: [ViolationKind, string, (world: World) => Promise<unknown> | unknown][] = [
  [
    "date-oversold",
    "one person more than a date had places when they came",
    ({ book, dates: [, second = ""] }) => {
      // Right after what the event was made with.
      const made = book.findLastIndex((each) => each.kind === "edited-date" && each.at === 0);
      const wanted: DateChange = { places: 1 };
      book.splice(made + 1, 0, { kind: "edited-date", at: 1, date: second, change: wanted });
    },
  ],
  [
    "date-miscounted",
    "a place of a date that somebody elsewhere holds",
    ({ dates, dusan }) =>
      db()
        .insertInto("registration_dates")
        .values({ registration_id: dusan, date_id: dates[1] ?? "" })
        .execute(),
  ],
  [
    "date-missing",
    "a place without a date",
    ({ bilal }) =>
      db().deleteFrom("registration_dates").where("registration_id", "=", bilal).execute(),
  ],
  [
    "dates-lost",
    "a change that the pass said is saved",
    ({ amara }) => change.chosen(amara, { given_up_at: null }),
  ],
  [
    "dates-lost",
    "a date of the sign-up",
    ({ dates, bilal }) => change.chosen(bilal, { date_id: dates[0] }),
  ],
  [
    "date-edit-lost",
    "places that an organizer saved",
    ({ dates }) => change.date(dates[0], { capacity: 2 }),
  ],
  [
    "date-edit-lost",
    "a time that an organizer saved",
    ({ dates }) => change.date(dates[1], { starts_at: new Date(0) }),
  ],
  [
    "date-edit-lost",
    "a cancellation that did not stand",
    ({ dates }) => change.date(dates[2], { cancelled_at: null }),
  ],
  [
    "entry-stale",
    "a time that no calendar was told",
    ({ dates }) => change.date(dates[1], { starts_at: new Date(Date.now() + HOUR) }),
  ],
  [
    "entry-stale",
    "a cancelled date that calendars keep",
    ({ dates }) => change.date(dates[1], { cancelled_at: new Date() }),
  ],
  [
    "entry-stale",
    "a date that was given up and that a calendar keeps",
    ({ bilal }) => change.chosen(bilal, { given_up_at: new Date() }),
  ],
  [
    "entry-stale",
    "a date that was chosen and that no calendar has",
    ({ dates, bilal }) =>
      db()
        .insertInto("registration_dates")
        .values({ registration_id: bilal, date_id: dates[3] ?? "" })
        .execute(),
  ],
];

describeDatabase("postgres", "the checker, where people choose among dates", () => {
  test("finds nothing in a good world, and each that is planted", {
    timeout: 120_000,
  }, async () => {
    const world = await makeWorld();
    expect(await look(world)).toEqual([]);
    const restore = await keepTables();
    for (const [kind, said, plant] of PLANTED) {
      const planted = { ...world, book: [...world.book] };
      await plant(planted);
      const found = await look(planted);
      expect
        .soft(
          found.map((violation) => violation.kind),
          said,
        )
        .toContain(kind);
      await restore();
    }
    // What was cut off happened, or not.
    const { book, dates } = world;
    const secret = book.find((each) => each.kind === "pass")?.secret ?? "";
    book.push({ kind: "changing-dates", secret, dates: [dates[0] ?? ""] });
    book.push({
      kind: "editing-date",
      at: Date.now(),
      date: dates[3] ?? "",
      change: { places: 9 },
    });
    expect(await look(world)).toEqual([]);
    await change.date(dates[3], { capacity: 9 });
    await changeDates(secret, [dates[0] ?? ""], new Date());
    await work();
    expect(await look(world)).toEqual([]);
  });
});
