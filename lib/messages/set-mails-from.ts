import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { lockEvent } from "@/lib/events/queries";
import { moveWaiting } from "@/lib/jobs/lanes";
import { keepBudget } from "@/lib/jobs/turns";
import { MAIL_LANE, MAILBOX_PACE, mailboxLane } from "@/lib/mail/lane";
import { forgetMailboxTrouble } from "@/lib/organizers/mailbox";
import type { EventAccess } from "@/lib/session/access";
import { maySend, readMailbox, shareOfEvent } from "./mail-route";

export type ChooseOutcome =
  /** `asks`: Microsoft has yet to be asked whether Usher may; until then the mail server sends. */
  | { kind: "chosen"; asks: boolean }
  /** Only whoever the event acts as may offer their mailbox. */
  | { kind: "not-theirs" }
  | { kind: "cancelled" };

/**
 * An event's mails to its attendees go from the mailbox of the person who asks, who has to be the
 * one that the event acts as. What waits goes that way too.
 */
export function chooseMailbox(access: EventAccess): Promise<ChooseOutcome> {
  const { eventId, personId } = access;
  return withTx(async (tx): Promise<ChooseOutcome> => {
    const { state, actsAs } = await lockEvent(tx, eventId);
    if (actsAs !== personId) return { kind: "not-theirs" };
    if (state === "cancelled") return { kind: "cancelled" };
    await tx
      .updateTable("events")
      .set({ mails_from: personId, updated_at: sql<Date>`now()` })
      .where("id", "=", eventId)
      .execute();
    await forgetMailboxTrouble(tx, personId);
    const lane = mailboxLane(personId);
    await keepBudget(tx, lane, MAILBOX_PACE);
    if ((await readMailbox(tx, eventId)) !== null)
      await moveWaiting(tx, { from: MAIL_LANE, to: lane, share: shareOfEvent(eventId) });
    return { kind: "chosen", asks: !(await isGranted(tx, personId)) };
  });
}

/** An event's mails go by the mail server again, whoever chose the mailbox; what waits too. */
export function giveMailboxBack(access: EventAccess): Promise<void> {
  return withTx(async (tx) => {
    await lockEvent(tx, access.eventId);
    await dropMailbox(tx, access.eventId);
  });
}

/** The same for a locked event in the caller's transaction. */
export async function dropMailbox(tx: Tx, eventId: string): Promise<void> {
  const before = await tx
    .selectFrom("events")
    .select("mails_from as mailsFrom")
    .where("id", "=", eventId)
    .executeTakeFirstOrThrow();
  if (before.mailsFrom === null) return;
  await tx
    .updateTable("events")
    .set({ mails_from: null, updated_at: sql<Date>`now()` })
    .where("id", "=", eventId)
    .execute();
  const from = mailboxLane(before.mailsFrom);
  await moveWaiting(tx, { from, to: MAIL_LANE, share: shareOfEvent(eventId) });
}

/** Somebody says that a mailbox's trouble is mended: the next mail of the event tries it. */
export function tryMailboxAgain(access: EventAccess): Promise<void> {
  return withTx(async (tx) => {
    const { mailsFrom } = await tx
      .selectFrom("events")
      .select("mails_from as mailsFrom")
      .where("id", "=", access.eventId)
      .executeTakeFirstOrThrow();
    if (mailsFrom !== null) await forgetMailboxTrouble(tx, mailsFrom);
  });
}

async function isGranted(tx: Tx, personId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("connections")
    .select(maySend.as("granted"))
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.granted ?? false;
}
