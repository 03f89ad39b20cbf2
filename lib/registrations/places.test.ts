import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { come, mailsOf, mustCome, ownerOf, placeOf, settle } from "@/test/places";
import { acceptOffer } from "./accept-offer";
import { confirmAddress } from "./confirm-address";
import { approveRequests, declineRequests } from "./decide-requests";
import { handOnHandler } from "./hand-on-places.job";
import { linePosition } from "./line-position";
import { promote } from "./promote";
import { readPass } from "./read-pass";
import { register } from "./register";
import { withdraw } from "./withdraw";
import { withdrawRegistration } from "./withdraw-registration";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = () => new Date();
const after = (milliseconds: number) => new Date(Date.now() + milliseconds);

async function occupiedOf(eventId: string): Promise<number> {
  const row = await db()
    .selectFrom("events")
    .select("occupied")
    .where("id", "=", eventId)
    .executeTakeFirstOrThrow();
  return row.occupied;
}

async function enrolmentsOf(id: string): Promise<string[]> {
  const rows = await db()
    .selectFrom("enrolments")
    .select("wanted")
    .where("registration_id", "=", id)
    .execute();
  return rows.map(({ wanted }) => wanted);
}

describeDatabases("the waitlist", () => {
  test("is joined in order by whoever comes when every place is taken", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true });
    const first = await mustCome(event);
    const second = await mustCome(event);
    const third = await mustCome(event);
    expect(await Promise.all([first, second, third].map(placeOf))).toEqual([
      "taken",
      "waitlisted",
      "waitlisted",
    ]);
    expect(await linePosition(db(), first.id)).toBeNull();
    expect(await linePosition(db(), third.id)).toBe(2);
    expect(await readPass(third.pass, now())).toMatchObject({ place: "waitlisted", position: 2 });
    expect(await mailsOf(second)).toEqual(["waiting"]);
    // Nobody is enrolled before there is a place.
    expect(await enrolmentsOf(second.id)).toEqual([]);
    expect(await occupiedOf(event.id)).toBe(1);
  });

  test("a place given up is offered to the next by a job of the same transaction", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true, offerMinutes: 60 });
    const first = await mustCome(event);
    const second = await mustCome(event);
    const third = await mustCome(event);
    await withdraw(first.pass, now());
    // Whoever comes in between doesn't push in.
    const fourth = await mustCome(event);
    expect(await placeOf(fourth)).toBe("waitlisted");
    await createWorker({ handlers: [handOnHandler] }).runDue();
    expect(await placeOf(second)).toBe("offered");
    expect(await placeOf(third)).toBe("waitlisted");
    expect(await mailsOf(second)).toEqual(["waiting", "offer"]);
    const pass = await readPass(second.pass, now());
    expect(pass).toMatchObject({ place: "offered", position: null, link: { kind: "none" } });
    const left = (pass as { until: Date }).until.getTime() - Date.now();
    expect(left).toBeGreaterThan(55 * MINUTE);
    expect(left).toBeLessThanOrEqual(HOUR);
    expect(await occupiedOf(event.id)).toBe(1);
  });

  test("an offer is accepted once, and brings the enrolment and the confirmation", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true });
    const first = await mustCome(event);
    const second = await mustCome(event);
    expect(await acceptOffer(second.pass, now())).toEqual({ kind: "no-offer" });
    await withdraw(first.pass, now());
    await settle(event);
    expect(await acceptOffer(second.pass, now())).toEqual({ kind: "accepted" });
    expect(await acceptOffer(second.pass, now())).toEqual({ kind: "no-offer" });
    expect(await placeOf(second)).toBe("taken");
    expect(await enrolmentsOf(second.id)).toEqual(["enrolled"]);
    expect(await mailsOf(second)).toEqual(["waiting", "offer", "confirmation"]);
    expect(await occupiedOf(event.id)).toBe(1);
    expect(await acceptOffer("AAAAAAAAAAAAAAAAAAAAAA", now())).toEqual({ kind: "unknown" });
  });

  test("an offer that runs out goes on by itself, and an offer that is left too", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true, offerMinutes: 60 });
    const first = await mustCome(event);
    const [second, third, fourth] = [
      await mustCome(event),
      await mustCome(event),
      await mustCome(event),
    ];
    await withdraw(first.pass, now());
    await settle(event);
    await settle(event, after(59 * MINUTE));
    expect(await placeOf(second)).toBe("offered");
    await settle(event, after(61 * MINUTE));
    expect(await placeOf(second)).toBe("expired");
    expect(await mailsOf(second)).toEqual(["waiting", "offer", "lapsed"]);
    expect(await acceptOffer(second.pass, now())).toEqual({ kind: "no-offer" });
    expect(await placeOf(third)).toBe("offered");
    await withdraw(third.pass, now());
    await settle(event);
    expect(await placeOf(fourth)).toBe("offered");
    expect(await mailsOf(third)).toEqual(["waiting", "offer", "left"]);
    expect(await occupiedOf(event.id)).toBe(1);
  });

  test("the job that ends an offer waits in the database from when it is made", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true, offerMinutes: 60 });
    const first = await mustCome(event);
    const second = await mustCome(event);
    await withdraw(first.pass, now());
    await createWorker({ handlers: [handOnHandler] }).runDue();
    const lapses = await db()
      .updateTable("jobs")
      .set({ run_at: now() })
      .where("name", "=", "registrations.hand-on")
      .where("state", "=", "ready")
      .returning("id")
      .execute();
    expect(lapses).toHaveLength(1);
    await db()
      .updateTable("registrations")
      .set({ lapses_at: now() })
      .where("place", "=", "offered")
      .execute();
    await createWorker({ handlers: [handOnHandler] }).runDue();
    expect(await placeOf(second)).toBe("expired");
    expect(await occupiedOf(event.id)).toBe(0);
  });

  test("an offer ends before the event begins; of an event that is over none is made", async () => {
    const soon = await insertEvent({ capacity: 1, waitlist: true, startsAt: after(2 * HOUR) });
    const first = await mustCome(soon);
    const second = await mustCome(soon);
    await withdraw(first.pass, now());
    await settle(soon, after(5 * HOUR));
    expect(await placeOf(second)).toBe("waitlisted");
    await settle(soon);
    const { until } = (await readPass(second.pass, now())) as { until: Date };
    expect(until.getTime()).toBeLessThanOrEqual(after(2 * HOUR).getTime());
  });

  test("who leaves the line changes nobody's order but their own", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true });
    await mustCome(event);
    const second = await mustCome(event);
    const third = await mustCome(event);
    expect(await withdraw(second.pass, now())).toEqual({ kind: "withdrawn" });
    expect(await linePosition(db(), third.id)).toBe(1);
    expect(await mailsOf(second)).toEqual(["waiting", "left"]);
    expect(await occupiedOf(event.id)).toBe(1);
  });

  test("more places go to the next in line; fewer take nobody's", async () => {
    const event = await insertEvent({ capacity: 2, waitlist: true });
    const people = [
      await mustCome(event),
      await mustCome(event),
      await mustCome(event),
      await mustCome(event),
      await mustCome(event),
    ];
    const capacity = (places: number | null) =>
      db().updateTable("events").set({ capacity: places }).where("id", "=", event.id).execute();
    const places = () => Promise.all(people.map(placeOf));
    await capacity(4);
    await settle(event);
    expect(await places()).toEqual(["taken", "taken", "offered", "offered", "waitlisted"]);
    await capacity(1);
    await settle(event);
    expect(await places()).toEqual(["taken", "taken", "offered", "offered", "waitlisted"]);
    await withdraw(people[0]?.pass ?? "", now());
    await withdraw(people[1]?.pass ?? "", now());
    await withdraw(people[2]?.pass ?? "", now());
    await settle(event);
    expect(await places()).toEqual([
      "withdrawn",
      "withdrawn",
      "withdrawn",
      "offered",
      "waitlisted",
    ]);
    await capacity(null);
    await settle(event);
    expect(await placeOf(people[4] as { id: string })).toBe("offered");
  });

  test("somebody who is promoted is next", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true });
    const first = await mustCome(event);
    const [, third, fourth] = [await mustCome(event), await mustCome(event), await mustCome(event)];
    expect(await promote(await ownerOf(event), [fourth.id, third.id, first.id])).toBe(2);
    expect(await linePosition(db(), third.id)).toBe(1);
    expect(await linePosition(db(), fourth.id)).toBe(2);
    await settle(event);
    expect(await placeOf(third)).toBe("waitlisted");
    await withdraw(first.pass, now());
    await settle(event);
    expect(await placeOf(third)).toBe("offered");
    const other = await ownerOf(await insertEvent());
    expect(await promote(other, [fourth.id])).toBe(0);
  });

  test("the organizer takes somebody out of the line; another event's is left alone", async () => {
    const event = await insertEvent({ capacity: 1, waitlist: true });
    await mustCome(event);
    const second = await mustCome(event);
    const other = await ownerOf(await insertEvent());
    expect(await withdrawRegistration(other, second.id, now())).toEqual({ kind: "already" });
    await withdrawRegistration(await ownerOf(event), second.id, now());
    expect(await placeOf(second)).toBe("withdrawn");
  });

  test("without it a full event says so", async () => {
    const event = await insertEvent({ capacity: 1 });
    await mustCome(event);
    expect(await register(signUp(event.slug), now())).toEqual({ kind: "full" });
  });
});

describeDatabases("an address that has to be confirmed", () => {
  test("holds a place from the sign-up on, and takes it when it is confirmed", async () => {
    const event = await insertEvent({ capacity: 1, confirmAddress: true, holdMinutes: 30 });
    const outcome = await register(signUp(event.slug), now());
    expect(outcome).toMatchObject({ kind: "held" });
    const { registrationId: id, pass } = outcome as { registrationId: string; pass: string };
    expect(await occupiedOf(event.id)).toBe(1);
    expect(await come(event)).toBeNull();
    expect(await mailsOf({ id })).toEqual(["confirm_address"]);
    expect(await enrolmentsOf(id)).toEqual([]);
    // What the browser was shown proves nothing about the address.
    expect(await confirmAddress(pass, now())).toEqual({ kind: "look-in-mailbox" });
    expect(await readPass(pass, now())).toMatchObject({ unconfirmed: true, proved: false });
  });

  test("confirming is the place; twice is once", async () => {
    const event = await insertEvent({ capacity: 1, confirmAddress: true });
    const person = await mustCome(event);
    const confirmed = { kind: "confirmed", place: "taken" };
    expect(await confirmAddress(person.pass, now())).toEqual(confirmed);
    expect(await confirmAddress(person.pass, now())).toEqual({ kind: "nothing-to-confirm" });
    expect(await enrolmentsOf(person.id)).toEqual(["enrolled"]);
    expect(await mailsOf(person)).toEqual(["confirm_address", "confirmation"]);
    expect(await occupiedOf(event.id)).toBe(1);
    // Nothing runs out any more.
    await settle(event, after(24 * HOUR));
    expect(await placeOf(person)).toBe("taken");
  });

  test("a hold that runs out goes to the next in line, and no mail follows it", async () => {
    const event = await insertEvent({
      capacity: 1,
      waitlist: true,
      confirmAddress: true,
      holdMinutes: 30,
    });
    const first = await mustCome(event);
    const second = await mustCome(event);
    const third = await mustCome(event);
    // Only who has confirmed is next, however early the other came.
    expect(await confirmAddress(third.pass, now())).toMatchObject({ place: "waitlisted" });
    await settle(event, after(31 * MINUTE));
    expect(await placeOf(first)).toBe("expired");
    expect(await placeOf(second)).toBe("waitlisted");
    expect(await placeOf(third)).toBe("offered");
    expect(await mailsOf(first)).toEqual(["confirm_address"]);
    expect(await confirmAddress(first.pass, now())).toEqual({ kind: "nothing-to-confirm" });
    // Confirmed later, the second is where they came.
    const fourth = await mustCome(event);
    await confirmAddress(fourth.pass, now());
    await confirmAddress(second.pass, now());
    expect(await linePosition(db(), second.id)).toBe(1);
    expect(await linePosition(db(), fourth.id)).toBe(2);
  });

  test("who is trusted less holds nothing, and is placed on confirming", async () => {
    const event = await insertEvent({ capacity: 2 });
    const suspect = await mustCome(event, now(), "queue");
    expect(await placeOf(suspect)).toBe("waitlisted");
    expect(await mailsOf(suspect)).toEqual(["confirm_address"]);
    expect(await occupiedOf(event.id)).toBe(0);
    const person = await mustCome(event);
    expect(await placeOf(person)).toBe("taken");
    expect(await confirmAddress(suspect.pass, now())).toMatchObject({ place: "taken" });
    expect(await occupiedOf(event.id)).toBe(2);
    expect(await enrolmentsOf(suspect.id)).toEqual(["enrolled"]);
  });

  test("who is trusted less and confirms too late is next in line", async () => {
    const event = await insertEvent({ capacity: 1 });
    const suspect = await mustCome(event, now(), "queue");
    const person = await mustCome(event);
    expect(await confirmAddress(suspect.pass, now())).toMatchObject({ place: "waitlisted" });
    await withdraw(person.pass, now());
    await settle(event);
    expect(await placeOf(suspect)).toBe("offered");
  });
});

describeDatabases("approval", () => {
  test("nobody has a place before the organizer says so; declining says it in own words", async () => {
    const event = await insertEvent({ capacity: 5, approval: true });
    const people = [await mustCome(event), await mustCome(event), await mustCome(event)];
    const [first, second, third] = people as [(typeof people)[0], ...typeof people];
    expect(await mailsOf(first)).toEqual(["requested"]);
    expect(await occupiedOf(event.id)).toBe(0);
    const access = await ownerOf(event);
    expect(await approveRequests(access, [first.id], now())).toEqual({
      approved: 1,
      waitlisted: 0,
      full: 0,
      unconfirmed: 0,
    });
    expect(await placeOf(first)).toBe("taken");
    expect(await mailsOf(first)).toEqual(["requested", "approved"]);
    expect(await enrolmentsOf(first.id)).toEqual(["enrolled"]);
    const words = "We wanted members first.\nNext time, surely.";
    const ids = people.map(({ id }) => id);
    expect(await declineRequests(access, ids, words)).toEqual({ kind: "declined", count: 2 });
    expect(await placeOf(first)).toBe("taken");
    expect(await readPass(second?.pass ?? "", now())).toMatchObject({
      place: "declined",
      declinedWords: words,
    });
    expect(await mailsOf(third as { id: string })).toEqual(["requested", "declined"]);
  });

  test("all at once: the first come get the places, the others join the line", async () => {
    const event = await insertEvent({ capacity: 2, approval: true, waitlist: true });
    const people = [await mustCome(event), await mustCome(event), await mustCome(event)];
    const outcome = await approveRequests(await ownerOf(event), "all", now());
    expect(outcome).toMatchObject({ approved: 2, waitlisted: 1, full: 0 });
    expect(await Promise.all(people.map(placeOf))).toEqual(["taken", "taken", "waitlisted"]);
    expect(await occupiedOf(event.id)).toBe(2);
  });

  test("never more than there are, and nobody whose address isn't confirmed", async () => {
    const event = await insertEvent({ capacity: 1, approval: true, confirmAddress: true });
    const [first, second, third] = [
      await mustCome(event),
      await mustCome(event),
      await mustCome(event),
    ];
    for (const { pass } of [first, second])
      expect(await confirmAddress(pass, now())).toMatchObject({ place: "awaiting_approval" });
    expect(await approveRequests(await ownerOf(event), "all", now())).toEqual({
      approved: 1,
      waitlisted: 0,
      full: 1,
      unconfirmed: 1,
    });
    expect(await placeOf(second)).toBe("awaiting_approval");
    expect(await placeOf(third)).toBe("awaiting_approval");
    expect(await occupiedOf(event.id)).toBe(1);
  });

  test("words that lead into the meeting are refused; another event's people are left alone", async () => {
    const event = await insertEvent({ approval: true });
    const person = await mustCome(event);
    const link = "Come all the same: https://teams.microsoft.com/meet/123456789012?p=AbCdEf";
    const access = await ownerOf(event);
    expect(await declineRequests(access, "all", link)).toMatchObject({ kind: "leaks-way-in" });
    const other = await ownerOf(await insertEvent({ approval: true }));
    expect(await approveRequests(other, [person.id], now())).toMatchObject({ approved: 0 });
    expect(await declineRequests(other, [person.id], "")).toMatchObject({ count: 0 });
    expect(await placeOf(person)).toBe("awaiting_approval");
  });
});

describeDatabase("postgres", "places under contention", () => {
  test("sign-ups, returns, acceptances and hand-ons at once sell no place twice", async () => {
    const event = await insertEvent({ capacity: 6, waitlist: true, confirmAddress: true });
    const everybody = await Promise.all(
      Array.from({ length: 36 }, async (_, at) => {
        const person = await mustCome(event, now(), at % 5 === 0 ? "queue" : "hold");
        await confirmAddress(person.pass, now());
        if (at % 3 === 0) await withdraw(person.pass, now());
        await settle(event);
        await acceptOffer(person.pass, now());
        return person;
      }),
    );
    await settle(event);
    const places = await Promise.all(everybody.map(placeOf));
    const counted = places.filter((place) => ["held", "offered", "taken"].includes(place));
    expect(counted).toHaveLength(6);
    expect(await occupiedOf(event.id)).toBe(6);
    const enrolled = await db()
      .selectFrom("enrolments")
      .select("id")
      .where("wanted", "=", "enrolled")
      .execute();
    expect(enrolled).toHaveLength(places.filter((place) => place === "taken").length);
  });

  test("an offer that runs out while it is accepted is one or the other", async () => {
    for (let round = 0; round < 10; round++) {
      const event = await insertEvent({ capacity: 1, waitlist: true, offerMinutes: 60 });
      const first = await mustCome(event);
      const second = await mustCome(event);
      const third = await mustCome(event);
      await withdraw(first.pass, now());
      await settle(event);
      const [accepted] = await Promise.all([
        acceptOffer(second.pass, now()),
        settle(event, after(2 * HOUR)),
      ]);
      const won = accepted.kind === "accepted";
      expect(await placeOf(second)).toBe(won ? "taken" : "expired");
      expect(await placeOf(third)).toBe(won ? "waitlisted" : "offered");
      expect(await occupiedOf(event.id)).toBe(1);
    }
  });
});
