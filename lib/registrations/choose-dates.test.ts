import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { describeDatabase } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { untilWaits } from "@/test/locks";
import { mailsOf, mustCome, placeOf } from "@/test/places";
import { changeDates } from "./change-dates";
import { readChosen } from "./choose-dates";
import { confirmAddress } from "./confirm-address";
import { decideSignUps } from "./decide-sign-ups";
import { dateOccasion } from "./occasions";
import { issuePass, newPass } from "./pass-secrets";
import { promiseMails } from "./promise-mail";
import { register } from "./register";
import type { SignUp } from "./sign-up";
import { withdraw } from "./withdraw";

const HOUR = 60 * 60_000;
const now = () => new Date();

async function datesOf({ id }: TestEvent): Promise<string[]> {
  const rows = await db()
    .selectFrom("event_dates")
    .select("id")
    .where("event_id", "=", id)
    .orderBy("starts_at")
    .execute();
  return rows.map((row) => row.id);
}

/** How many people with a place have chosen each date. */
async function takenOf(event: TestEvent): Promise<number[]> {
  const rows = await db()
    .selectFrom("event_dates")
    .leftJoin("registration_dates as chosen", (join) =>
      join.onRef("chosen.date_id", "=", "event_dates.id").on("chosen.given_up_at", "is", null),
    )
    .leftJoin("registrations as r", (join) =>
      join
        .onRef("r.id", "=", "chosen.registration_id")
        .on("r.place", "in", ["held", "offered", "taken"]),
    )
    .select((eb) => eb.fn.count<string>("r.id").as("count"))
    .where("event_dates.event_id", "=", event.id)
    .groupBy(["event_dates.id", "event_dates.starts_at"])
    .orderBy("event_dates.starts_at")
    .execute();
  return rows.map(({ count }) => Number(count));
}

async function choose(event: TestEvent, dates: string[], wanted = {}) {
  const outcome = await register(signUp(event.slug, { dates, ...wanted }), now());
  if (!("registrationId" in outcome)) return { outcome, id: null, pass: null };
  const id = outcome.registrationId;
  return { outcome, id, pass: await withTx((tx) => issuePass(tx, id, { proved: true })) };
}

/** Signs somebody up in a transaction of their own, as another process would. */
async function chooseApart(event: TestEvent, dates: string[]) {
  const ids = { registrationId: randomUUID(), registrantId: randomUUID(), mailId: randomUUID() };
  const input = signUp(event.slug, { dates });
  const asked: SignUp = {
    ...input,
    emailNormalized: input.email,
    now: now(),
    requestId: null,
    ids,
    pass: newPass(ids.registrationId),
  };
  const [decision] = await withTx((tx) => decideSignUps(tx, event.slug, [asked]));
  if (!decision || decision === "look-again") throw new Error("Nobody was faster.");
  const { outcome } = decision;
  return { outcome, id: "registrationId" in outcome ? outcome.registrationId : null };
}

/** As `choose`, where nobody may be refused. */
async function mustChoose(event: TestEvent, dates: string[], wanted = {}) {
  const { id, pass, outcome } = await choose(event, dates, wanted);
  if (!id || !pass) throw new Error(`Nobody was to be refused: ${outcome.kind}.`);
  return { id, pass };
}

describeDatabase("postgres", "an event where people choose among its dates", () => {
  test("never sells a place of a date twice, and gives all that was chosen or nothing", async () => {
    const event = await insertEvent({
      choosesDates: true,
      dates: [{ capacity: 5 }, { capacity: 3 }, {}],
    });
    const [first = "", second = "", third = ""] = await datesOf(event);
    const wishes = [[first], [first, second], [second, third], [first, second, third]];
    const people = await Promise.all(
      Array.from({ length: 32 }, (_, at) => chooseApart(event, wishes[at % wishes.length] ?? [])),
    );
    const [one = 0, two = 0, three = 0] = await takenOf(event);
    expect(one).toBeLessThanOrEqual(5);
    expect(two).toBe(3);
    for (const [at, { id, outcome }] of people.entries()) {
      const wish = wishes[at % wishes.length] ?? [];
      if (id) expect((await readChosen(db(), id)).sort()).toEqual([...wish].sort());
      else expect(outcome.kind).toBe("dates-refused");
    }
    const chosen = people.flatMap(({ id }, at) => (id ? (wishes[at % wishes.length] ?? []) : []));
    expect([one, two, three]).toEqual(
      [first, second, third].map((date) => chosen.filter((each) => each === date).length),
    );
  });
});

describeDatabase("postgres", "the dates that are chosen", () => {
  test("are named where they can't be had, and nothing is said of the others", async () => {
    const event = await insertEvent({
      choosesDates: true,
      dates: [{ startsAt: new Date(Date.now() - 3 * HOUR) }, { capacity: 1 }, { capacity: 1 }, {}],
    });
    const [over = "", full = "", cancelled = "", free = ""] = await datesOf(event);
    await mustChoose(event, [full]);
    await db()
      .updateTable("event_dates")
      .set({ cancelled_at: now() })
      .where("id", "=", cancelled)
      .execute();
    const errorsOf = async (dates: string[]) => {
      const { outcome } = await choose(event, dates);
      return outcome.kind === "dates-refused" ? outcome.errors : outcome.kind;
    };
    expect(await errorsOf([])).toEqual({ dates: "errors.required" });
    expect(await errorsOf(["0195b3a0-0000-7000-8000-000000000000"])).toEqual({
      dates: "errors.gone",
    });
    expect(await errorsOf([over, full, cancelled, free])).toEqual({
      [`dates.${over}`]: "errors.over",
      [`dates.${full}`]: "errors.full",
      [`dates.${cancelled}`]: "errors.gone",
    });
    expect(await errorsOf([free])).toBe("registered");
    expect(await takenOf(event)).toEqual([0, 1, 0, 1]);
  });

  test("are free again with the place that is given up, or by the pass", async () => {
    const event = await insertEvent({ choosesDates: true, dates: [{ capacity: 1 }, {}] });
    const [tight = "", wide = ""] = await datesOf(event);
    const first = await mustChoose(event, [tight]);
    expect((await choose(event, [tight])).outcome.kind).toBe("dates-refused");
    await withdraw(first.pass, now());
    const second = await mustChoose(event, [tight]);
    const third = await mustChoose(event, [wide]);
    // Nothing of a change is done where a part of it can't be.
    expect(await changeDates(third.pass, [tight], now())).toEqual({
      kind: "refused",
      errors: { [`dates.${tight}`]: "errors.full" },
    });
    expect(await readChosen(db(), third.id)).toEqual([wide]);
    expect(await changeDates(second.pass, [], now())).toEqual({
      kind: "refused",
      errors: { dates: "errors.none" },
    });
    expect(await changeDates(second.pass, [wide], now())).toEqual({ kind: "saved" });
    expect(await changeDates(second.pass, [wide], now())).toEqual({ kind: "same" });
    expect(await mailsOf(second)).toEqual(["confirmation", "dates"]);
    const both = await Promise.all([
      changeDates(third.pass, [tight, wide], now()),
      changeDates(second.pass, [tight, wide], now()),
    ]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["refused", "saved"]);
    expect(await takenOf(event)).toEqual([1, 2]);
  });

  test("stay as they are once they have begun, whatever is chosen on the pass", async () => {
    const event = await insertEvent({
      choosesDates: true,
      dates: [{ startsAt: new Date(Date.now() - HOUR / 2) }, {}, {}],
    });
    const [begun = "", next = "", last = ""] = await datesOf(event);
    const person = await mustChoose(event, [begun, next]);
    expect(await changeDates(person.pass, [last], now())).toEqual({ kind: "saved" });
    expect((await readChosen(db(), person.id)).sort()).toEqual([begun, last].sort());
  });

  test("that can't be added any more are named, and nothing is changed", async () => {
    const event = await insertEvent({
      choosesDates: true,
      dates: [{ startsAt: new Date(Date.now() - HOUR / 2) }, {}, {}, {}],
    });
    const [begun = "", own = "", cancelled = "", free = ""] = await datesOf(event);
    const person = await mustChoose(event, [own]);
    // As a page that was open meanwhile sends them.
    await db()
      .updateTable("event_dates")
      .set({ cancelled_at: now() })
      .where("id", "=", cancelled)
      .execute();
    expect(await changeDates(person.pass, [begun, own, cancelled, free], now())).toEqual({
      kind: "refused",
      errors: { [`dates.${begun}`]: "errors.begun", [`dates.${cancelled}`]: "errors.gone" },
    });
    expect(await readChosen(db(), person.id)).toEqual([own]);
  });

  test("are told whenever they change, whatever else is on its way", async () => {
    const event = await insertEvent({ choosesDates: true, dates: [{}, {}, {}] });
    const [first = "", second = "", third = ""] = await datesOf(event);
    const person = await mustChoose(event, [first, third]);
    const occasion = dateOccasion("cancelled", third);
    await withTx((tx) =>
      promiseMails(tx, [{ registrationId: person.id, kind: "dates", occasion }]),
    );
    expect(await changeDates(person.pass, [second, third], now())).toEqual({ kind: "saved" });
    expect(await mailsOf(person)).toEqual(["confirmation", "dates", "dates"]);
    // One that waits tells this too, unless it is being written of what was before.
    expect(await changeDates(person.pass, [first, third], now())).toEqual({ kind: "saved" });
    expect(await mailsOf(person)).toEqual(["confirmation", "dates", "dates"]);
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const writing = withTx(async (tx) => {
      await tx
        .updateTable("mails")
        .set({ state: "sending" })
        .where("registration_id", "=", person.id)
        .execute();
      begun.resolve();
      await end.promise;
    });
    await begun.promise;
    const change = changeDates(person.pass, [second, third], now());
    await untilWaits(change);
    end.resolve();
    await writing;
    expect(await change).toEqual({ kind: "saved" });
    expect(await mailsOf(person)).toEqual(["confirmation", "dates", "dates", "dates"]);
  });

  test("are told within the hour to whoever read the pass on a page, and at once by the mailbox's", async () => {
    const event = await insertEvent({ choosesDates: true, dates: [{}, {}] });
    const [first = "", second = ""] = await datesOf(event);
    const { outcome, pass } = await choose(event, [first]);
    const shown = "pass" in outcome ? (outcome.pass ?? "") : "";
    const later = async () => {
      const { rows } = await sql<{ later: number }>`select count(*)::int as later from jobs
        where name = 'registrations.deliver-mail' and run_at > now() + interval '50 minutes'`.execute(
        db(),
      );
      return rows[0]?.later;
    };
    await changeDates(shown, [second], now());
    await db().updateTable("mails").set({ state: "sent" }).execute();
    await changeDates(shown, [first], now());
    expect(await later()).toBe(1);
    await changeDates(pass ?? "", [second], now());
    expect(await later()).toBe(0);
    expect(
      await mailsOf({ id: "registrationId" in outcome ? outcome.registrationId : "" }),
    ).toEqual(["confirmation", "dates", "dates"]);
  });

  test("of whoever is believed less are decided when the address is confirmed", async () => {
    const event = await insertEvent({
      choosesDates: true,
      dates: [{ capacity: 1 }, { capacity: 1 }],
    });
    const [first = "", second = ""] = await datesOf(event);
    const suspect = await mustChoose(event, [first, second], { trust: "queue" });
    const late = await mustChoose(event, [first], { trust: "queue" });
    expect(await placeOf(suspect)).toBe("waitlisted");
    await mustChoose(event, [first]);
    expect(await confirmAddress(suspect.pass, now())).toMatchObject({ place: "taken" });
    expect(await readChosen(db(), suspect.id)).toEqual([second]);
    expect(await confirmAddress(late.pass, now())).toEqual({ kind: "dates-full" });
    expect(await placeOf(late)).toBe("expired");
    expect(await takenOf(event)).toEqual([1, 1]);
  });

  test("are nobody's where all come to all of them", async () => {
    const event = await insertEvent({ capacity: 1, dates: [{}, {}] });
    const person = await mustCome(event);
    expect(await readChosen(db(), person.id)).toEqual([]);
    expect(await changeDates(person.pass, [], now())).toEqual({ kind: "closed" });
    expect((await choose(event, [])).outcome.kind).toBe("full");
  });
});
