import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { claimJobs } from "@/lib/jobs/queries";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { deliverMail } from "./deliver-mail";
import { promiseMails, sendNow } from "./promise-mail";
import { register } from "./register";

/** Somebody whose mails were all sent. */
async function attendeeOf(event: TestEvent): Promise<string> {
  await register(signUp(event.slug, { email: `one@${event.slug}.example` }), new Date());
  await db().deleteFrom("jobs").execute();
  const { id } = await db()
    .selectFrom("registrations")
    .select("id")
    .where("event_id", "=", event.id)
    .executeTakeFirstOrThrow();
  return id;
}

const promise = (registrationId: string, count: number, runAt?: Date) =>
  withTx((tx) =>
    promiseMails(
      tx,
      Array.from({ length: count }, () => ({ registrationId, kind: "reminder" as const, runAt })),
    ),
  );

/** Whose the mails are that a worker takes next. */
async function taken(limit: number): Promise<string[]> {
  const jobs = await claimJobs(db(), {
    names: [deliverMail.name],
    limit,
    laneConcurrency: 100,
    after: "",
  });
  const mails = await db().selectFrom("mails").select(["id", "registration_id"]).execute();
  return jobs.map(({ payload }) => {
    const { mailId } = deliverMail.payload.parse(payload);
    return mails.find(({ id }) => id === mailId)?.registration_id ?? "";
  });
}

describeDatabases("mails of several events", () => {
  test("take turns: a few wait behind as many of another event, not behind all of them", async () => {
    const [big, small] = [await insertEvent(), await insertEvent()];
    const [crowd, few] = [await attendeeOf(big), await attendeeOf(small)];
    await promise(crowd, 30);
    await promise(few, 2);
    expect((await taken(4)).sort()).toEqual([crowd, crowd, few, few].sort());
    await promise(few, 1);
    expect(await taken(2)).toContain(few);
  });

  test("one that is pulled forward keeps its turn", async () => {
    const [big, small] = [await insertEvent(), await insertEvent()];
    const [crowd, few] = [await attendeeOf(big), await attendeeOf(small)];
    await promise(few, 1, new Date(Date.now() + 600_000));
    await promise(crowd, 30);
    const { id } = await db()
      .selectFrom("mails")
      .select("id")
      .where("registration_id", "=", few)
      .where("kind", "=", "reminder")
      .executeTakeFirstOrThrow();
    expect(await taken(2)).toEqual([crowd, crowd]);
    await withTx((tx) => sendNow(tx, id, small.id));
    expect(await taken(2)).toContain(few);
  });
});
