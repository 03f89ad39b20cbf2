import { db } from "@/lib/db/database";
import { type Bounce, bounceReason, isForGood } from "@/lib/mail/bounces/bounce";
import { metrics } from "@/lib/metrics";

export type NotedBounce =
  /** It stands on the person now. */
  | { kind: "noted" }
  /** A mail of ours, of which this is no news: it stands there already, or is sent again just now. */
  | { kind: "known" }
  /** No mail of ours. */
  | { kind: "unknown" };

/**
 * Notes that a mail came back, or that it is late. The server may tell it sooner than Usher has noted
 * that it took the mail. A mail that came back stays so until somebody tries it again.
 */
export async function noteBounce(
  bounce: Bounce,
  source: "mailbox" | "provider",
  now: Date,
): Promise<NotedBounce> {
  const { mailId, action, status, said } = bounce;
  const reason = bounceReason(bounce);
  const noted = await db()
    .updateTable("mails")
    .set({
      ...(action === "failed" ? { state: "bounced" as const, reason } : {}),
      bounced_at: now,
      bounce_status: status,
      bounce_said: said,
    })
    .where("id", "=", mailId)
    .where("state", "in", ["sending", "sent"])
    .returning("id")
    .executeTakeFirst();
  if (noted) {
    const how = isForGood(status, reason) ? "permanent" : "temporary";
    metrics().bounces.inc({ source, outcome: action === "failed" ? how : "delayed" });
    return { kind: "noted" };
  }
  const mail = await db()
    .selectFrom("mails")
    .select("id")
    .where("id", "=", mailId)
    .executeTakeFirst();
  return { kind: mail ? "known" : "unknown" };
}
