import { sql } from "kysely";
import { z } from "zod";
import { db, type Tx, withTx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import { defineJob } from "@/lib/jobs/define";
import { enqueueAll, type WantedJob, wantJob } from "@/lib/jobs/enqueue";
import type { EventAccess } from "@/lib/session/access";
import { type MailRoute, readMailbox, waitOnRoute } from "./mail-route";

/** Sends an organizer the mail that they want to see. */
export const deliverTest = defineJob({
  name: "messages.deliver-test",
  payload: z.object({ testId: z.uuid(), byServer: z.literal(true).optional() }),
  maxAttempts: 20,
});

/** Tests that one person may ask for in an hour, over all events. */
const AN_HOUR = 10;

export type TestOutcome =
  | { kind: "on-its-way" }
  | { kind: "too-many"; most: number }
  /** The account has no address. */
  | { kind: "no-address" };

/**
 * Promises a test of a kind of mail to whoever asks, and to nobody else: no address is given. It
 * goes the way that the event's mails go.
 */
export async function sendTest(
  access: EventAccess,
  { kind, locale }: { kind: MailKind; locale: Locale },
): Promise<TestOutcome> {
  return withTx(async (tx): Promise<TestOutcome> => {
    const person = await lockPerson(tx, access.personId);
    if (!person.email) return { kind: "no-address" };
    if ((await countLately(tx, access.personId)) >= AN_HOUR)
      return { kind: "too-many", most: AN_HOUR };
    const { id } = await tx
      .insertInto("test_mails")
      .values({ event_id: access.eventId, person_id: access.personId, kind, locale })
      .returning("id")
      .executeTakeFirstOrThrow();
    const mailbox = await readMailbox(tx, access.eventId);
    await enqueueAll(tx, [testJob(id, { eventId: access.eventId, mailbox })]);
    return { kind: "on-its-way" };
  });
}

/** The job that sends a test; `goesOn`: the one that runs, in another lane. */
export function testJob(
  testId: string,
  route: MailRoute,
  { goesOn = false, byServer = false } = {},
): WantedJob {
  // Somebody waits for it before a screen: not behind what the event has promised to others.
  const wait = { ...waitOnRoute(route, goesOn), share: null };
  const payload = byServer ? ({ testId, byServer } as const) : { testId };
  return wantJob(deliverTest, payload, { ...wait, dedupeKey: `test:${testId}` });
}

/** Two that ask at once are counted one after the other. */
function lockPerson(tx: Tx, personId: string) {
  return tx
    .selectFrom("persons")
    .select("email")
    .where("id", "=", personId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

async function countLately(tx: Tx, personId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("test_mails")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("person_id", "=", personId)
    .where("created_at", ">", sql<Date>`now() - interval '1 hour'`)
    .executeTakeFirstOrThrow();
  return count;
}

/** Whoever looks, and the last test of this kind that they asked for; null: none. */
export async function readLastTest(access: EventAccess, kind: MailKind) {
  const test = await db()
    .selectFrom("test_mails")
    .select(["state", "reason", "created_at as at"])
    .where("event_id", "=", access.eventId)
    .where("person_id", "=", access.personId)
    .where("kind", "=", kind)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return test ? { ...test, at: test.at.toISOString() } : null;
}
