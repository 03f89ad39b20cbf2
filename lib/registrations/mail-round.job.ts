import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { handle } from "@/lib/jobs/handle";
import { readMailbox } from "@/lib/messages/mail-route";
import { type MailRound, mailRound, nextTurn } from "./mail-round";
import { dateOf } from "./occasions";
import { promiseMails } from "./promise-mail";
import { hearsOfChanges } from "./queries";

/** Mails of a turn, and how long until the next: fifty a second, while the mail server keeps up. */
const TURN = 200;
/** Of a mailbox, which sends one in two seconds: a confirmation waits for no more than these. */
const MAILBOX_TURN = 10;
const PAUSE_MS = 4_000;

export const mailRoundHandler = handle(mailRound, (round) => withTx((tx) => takeTurn(tx, round)));

async function takeTurn(tx: Tx, round: MailRound): Promise<void> {
  const event = await tx
    .selectFrom("events")
    .select("state")
    .where("id", "=", round.eventId)
    .executeTakeFirst();
  if (event?.state !== "open" && event?.state !== "closed") return;
  const next = { ...round, turn: round.turn + 1 };
  const later = new Date(Date.now() + PAUSE_MS);
  const turn = (await readMailbox(tx, round.eventId)) === null ? TURN : MAILBOX_TURN;
  // A confirmation waits behind what is promised already: no more than a turn at a time.
  const room = turn - (await countUnsent(tx, round));
  if (room <= 0) return nextTurn(tx, next, later);

  const people = await selectUntold(tx, round, room);
  await promiseMails(
    tx,
    people.map(({ id }) => ({ registrationId: id, kind: round.kind, occasion: round.occasion })),
  );
  const last = people.at(-1);
  if (last && people.length === room)
    await nextTurn(tx, { ...next, since: last.createdAt.toISOString() }, later);
}

async function countUnsent(tx: Tx, { occasion }: MailRound): Promise<number> {
  const rows = await tx
    .selectFrom("mails")
    .select("id")
    .where("state", "in", ["waiting", "sending"])
    .where("occasion", "=", occasion)
    .limit(TURN)
    .execute();
  return rows.length;
}

/** Where people choose, who chose the date. */
function comesTo(dateId: string) {
  return sql<boolean>`(exists (select from events
      where events.id = registrations.event_id and not events.chooses_dates)
    or exists (select from registration_dates chosen
      where chosen.registration_id = registrations.id and chosen.date_id = ${dateId}::uuid
        and chosen.given_up_at is null))`;
}

/**
 * The next ones whom it concerns, in the order in which they registered. Asked for their mail too: many
 * may have registered in the millisecond at which the last turn ended.
 */
function selectUntold(tx: Tx, { eventId, kind, occasion, before, since }: MailRound, most: number) {
  const dateId = dateOf(occasion);
  return tx
    .selectFrom("registrations")
    .select(["id", "created_at as createdAt"])
    .where("event_id", "=", eventId)
    .$if(dateId !== null, (query) => query.where(comesTo(dateId ?? "")))
    .where(kind === "changed" ? hearsOfChanges : sql<boolean>`place = 'taken'`)
    .where("created_at", "<", new Date(before))
    .$if(since !== null, (query) => query.where("created_at", ">=", new Date(since ?? before)))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("mails")
            .select("mails.id")
            .whereRef("mails.registration_id", "=", "registrations.id")
            .where("mails.occasion", "=", occasion),
        ),
      ),
    )
    .orderBy("created_at")
    .orderBy("id", "desc")
    .limit(most)
    .execute();
}
