import { withTx } from "@/lib/db/database";
import { env } from "@/lib/env";
import { handle } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { mailboxName } from "@/lib/mail/bounces/mailbox-name";
import {
  type FoundBounce,
  MailboxFault,
  markSeen,
  readMailbox,
} from "@/lib/mail/bounces/read-mailbox";
import { metrics } from "@/lib/metrics";
import { keepPosition, keepTrouble, readPosition } from "./bounce-sources";
import { noteBounce } from "./note-bounce";
import { readBounces, scheduleReadBounces } from "./read-bounces";

const MINUTE_MS = 60_000;
/** A server that counts wrong passwords locks the account of whoever comes each minute. */
const AGAIN_MS = { login: 15 * MINUTE_MS, mailbox: 5 * MINUTE_MS, tls: 5 * MINUTE_MS };

export const readBouncesHandler = handle(readBounces, async (_, { signal }) => {
  const { bounceImapUrl } = env();
  if (bounceImapUrl === null) return;
  const wait = await look(bounceImapUrl, signal);
  await withTx((tx) => scheduleReadBounces(tx, new Date(Date.now() + wait)));
});

/** Reads, notes and then marks what it noted. Answers when to look again, in milliseconds. */
async function look(url: string, signal: AbortSignal): Promise<number> {
  const mailbox = mailboxName(url);
  try {
    const { found, position, more } = await readMailbox(url, await readPosition(mailbox), signal);
    const ours = await noteAll(found);
    await keepPosition(mailbox, position, new Date());
    if (ours.length > 0) await markSeen(url, ours, position.validity);
    return more ? 0 : MINUTE_MS;
  } catch (error) {
    // Stopped in the middle, the mailbox isn't to blame.
    signal.throwIfAborted();
    if (!(error instanceof MailboxFault)) throw error;
    const { reason, code } = error;
    log.warn({ reason, code }, "the return mailbox can't be read");
    if (reason === "login") metrics().operatorTrouble.inc({ service: "imap", code });
    await keepTrouble(mailbox, reason, new Date());
    return reason === "unreachable" ? MINUTE_MS : AGAIN_MS[reason];
  }
}

/** Answers which messages were about mails of ours. */
async function noteAll(found: FoundBounce[]): Promise<number[]> {
  const ours: number[] = [];
  for (const { uid, bounce } of found) {
    const { kind } = await noteBounce(bounce, "mailbox", new Date());
    if (kind !== "unknown") ours.push(uid);
  }
  return ours;
}
