import type { Budget } from "@/lib/jobs/turns";

/** Everything that goes out by SMTP waits in one lane. */
export const MAIL_LANE = "mail";

/** The lane of the mails that somebody's own mailbox sends: what Exchange limits is one mailbox. */
export function mailboxLane(personId: string): string {
  return `mailbox:${personId}`;
}

/**
 * 30 messages a minute from one mailbox (Exchange Online limits, sending limits). The two seconds
 * more are for what is on its way: a message that arrives late must not meet thirty that were on time.
 */
export const MAILBOX_PACE: Budget = { calls: 30, seconds: 62 };

/**
 * Mails of one mailbox in 24 hours. Exchange Online takes 10,000 recipients; the rest is its owner's.
 * Beyond its limit Exchange takes a message all the same, and sends it back to the mailbox
 * (5.1.90, 5.2.121), so it has to be counted here.
 */
export const MAILBOX_DAY = 9_500;
