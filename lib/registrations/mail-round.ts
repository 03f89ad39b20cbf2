import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";

/** Kinds that go to everybody with a place at once; of changes those in line hear too. */
const KINDS = ["changed", "reminder", "follow_up", "dates"] as const;

const round = z.object({
  eventId: z.uuid(),
  kind: z.enum(KINDS),
  /** See occasions.ts: nobody gets two mails of a round. */
  occasion: z.string().min(1),
  /** Who registered later isn't meant. */
  before: z.iso.datetime(),
  /** Everybody who registered earlier was promised theirs. */
  since: z.iso.datetime().nullable(),
  turn: z.number().int(),
});

export type MailRound = z.infer<typeof round>;

/**
 * Promises a mail to everybody whom it concerns at an event, some at a time: the mail lane serves
 * confirmations meanwhile, and a crash anywhere goes on where it was.
 */
export const mailRound = defineJob({
  name: "registrations.mail-round",
  payload: round,
  maxAttempts: 200,
});

/** Begins a round, in the caller's transaction. Beginning it again changes nothing. */
export async function beginMailRound(
  tx: Tx,
  wanted: Pick<MailRound, "eventId" | "kind" | "occasion"> & { before: Date },
): Promise<void> {
  await nextTurn(tx, { ...wanted, before: wanted.before.toISOString(), since: null, turn: 0 });
}

/** The round's next turn. Its key is its own, as a job that runs can't ask for itself later. */
export async function nextTurn(tx: Tx, next: MailRound, runAt?: Date): Promise<void> {
  await enqueue(tx, mailRound, next, {
    lane: `round:${next.eventId}`,
    dedupeKey: `round:${next.occasion}:${next.turn}`,
    runAt,
  });
}
