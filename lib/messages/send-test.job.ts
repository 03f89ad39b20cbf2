import { sql } from "kysely";
import { db, type Tx, withTx } from "@/lib/db/database";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { PauseLane } from "@/lib/jobs/faults";
import { handle } from "@/lib/jobs/handle";
import { messageHost } from "@/lib/mail/header-text";
import { mailLaneFault } from "@/lib/mail/lane-fault";
import { MailFault } from "@/lib/mail/mail-fault";
import { renderMail } from "@/lib/mail/render-mail";
import { laneOfRoute, mailboxOf } from "./mail-route";
import { sampleMail } from "./sample-mail";
import { sendByRoute } from "./send-by-route";
import { deliverTest, testJob } from "./send-test";

export const deliverTestHandler = handle(
  deliverTest,
  async ({ testId, byServer }, run) => {
    const test = await load(testId);
    if (!test?.email || test.state !== "waiting") return;
    const route = { ...test, mailbox: byServer ? null : test.mailbox };
    const goOn = (tx: Tx, mailbox: string | null, alone = byServer ?? false) =>
      enqueueAll(tx, [testJob(testId, { ...route, mailbox }, { goesOn: true, byServer: alone })]);
    if (laneOfRoute(route) !== run.lane) {
      await withTx((tx) => goOn(tx, route.mailbox));
      return;
    }
    const data = await sampleMail(
      test.eventId,
      {
        kind: test.kind,
        locale: asLocale(test.locale),
        person: { ...nameOf(test.name), email: test.email },
        isTest: true,
        messageId: `<test.${testId}@${messageHost(env().mailFrom)}>`,
      },
      new Date(),
    );
    // An entry would stand in the organizer's calendar beside their own meeting.
    const message = { ...(await renderMail(data)), calendar: null };
    const answer = await sendByRoute(route, message, run, async (tx, alone) => {
      await goOn(tx, null, alone);
    }).catch(async (error: unknown) => {
      if (error instanceof MailFault) await note(testId, { reason: error.reason });
      if (error instanceof PauseLane) await note(testId, { reason: error.reason });
      throw mailLaneFault(error);
    });
    if (answer.kind === "goes-by-server") return;
    await note(
      testId,
      answer.kind === "sent"
        ? { state: "sent", reason: null, sent_at: new Date() }
        : { state: "failed", reason: answer.reason },
    );
  },
  {
    onDead: (tx, { testId }) =>
      tx
        .updateTable("test_mails")
        .set({ state: "failed" })
        .where("id", "=", testId)
        .execute()
        .then(() => {}),
    onRetry: (tx, { testId }) =>
      tx
        .updateTable("test_mails")
        .set({ state: "waiting", reason: null })
        .where("id", "=", testId)
        .where("state", "=", "failed")
        .execute()
        .then(() => {}),
  },
);

/** `Ines Calder` is Ines, and what else there is. */
function nameOf(name: string): { firstName: string; lastName: string } {
  const [firstName = "", ...others] = name.trim().split(/\s+/);
  return { firstName, lastName: others.join(" ") };
}

function load(testId: string) {
  return db()
    .selectFrom("test_mails")
    .innerJoin("persons", "persons.id", "test_mails.person_id")
    .select([
      "test_mails.event_id as eventId",
      mailboxOf(sql.ref("test_mails.event_id")).as("mailbox"),
      "test_mails.kind",
      "test_mails.locale",
      "test_mails.state",
      "persons.name",
      "persons.email",
    ])
    .where("test_mails.id", "=", testId)
    .executeTakeFirst();
}

async function note(
  testId: string,
  change: { state?: "sent" | "failed"; reason: string | null; sent_at?: Date },
): Promise<void> {
  await db().updateTable("test_mails").set(change).where("id", "=", testId).execute();
}
