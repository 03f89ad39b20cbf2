import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { GraphFault } from "@/lib/graph/faults";
import { MAILBOX_DAY } from "@/lib/mail/lane";
import { ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import { SealError } from "@/lib/seal";

/** Why a mailbox sends nothing, as it was found by sending. Keys of `sender.trouble` (letters). */
export type FoundTrouble =
  /** Microsoft doesn't let Usher send as them, though it gave the permission. */
  | "refused"
  /** There is none, or not in Exchange Online: no licence, or on a server of their own. */
  | "no-mailbox"
  /** Exchange lets nobody send from it. */
  | "blocked"
  /** It is full. */
  | "full"
  /** Microsoft doesn't accept Usher itself. */
  | "operator"
  /** Microsoft gave no answer, again and again. */
  | "silent"
  /** As many as it may send in a day. */
  | "day";

const MINUTE_MS = 60_000;
const LOOK_AGAIN_MS: Record<Exclude<FoundTrouble, "day">, number> = {
  refused: 15 * MINUTE_MS,
  "no-mailbox": 15 * MINUTE_MS,
  blocked: 15 * MINUTE_MS,
  full: 15 * MINUTE_MS,
  operator: 5 * MINUTE_MS,
  silent: 5 * MINUTE_MS,
};

/**
 * What a failed call to send means for the mailbox. `connection`: the row of the connection says it.
 * Null: it is about this call alone (throttled, no answer, a message that isn't liked) or no
 * trouble of Microsoft's.
 */
export function troubleOf(
  error: unknown,
): { trouble: FoundTrouble | "connection"; requestId: string | null } | null {
  if (error instanceof ConnectionBroken) return { trouble: "connection", requestId: null };
  if (error instanceof OperatorTrouble || error instanceof SealError)
    return { trouble: "operator", requestId: null };
  if (!(error instanceof GraphFault)) return null;
  const trouble = troubleOfGraph(error);
  return trouble && { trouble, requestId: error.requestId };
}

/**
 * By Exchange's own codes, where it sends them (`ErrorSendAsDenied`, `ErrorMessageSubmissionBlocked`,
 * `ErrorQuotaExceeded`, `MailboxNotEnabledForRESTAPI`), else by the status.
 */
function troubleOfGraph({ kind, code, status }: GraphFault): FoundTrouble | null {
  if (/QuotaExceeded|MailboxFull/i.test(code ?? "") || status === 507) return "full";
  if (/^Mailbox(NotEnabled|NotHosted|NotFound)|NonExistentMailbox/i.test(code ?? ""))
    return "no-mailbox";
  switch (kind) {
    case "unauthorized":
      return "refused";
    case "forbidden":
      return /Block|Suspend|SendAs|Disabled/i.test(code ?? "") ? "blocked" : "refused";
    case "not-found":
    case "gone":
    case "not-supported":
      return "no-mailbox";
    default:
      return null;
  }
}

/** Notes it; the mail server sends until it is looked at again. Since when is kept while it lasts. */
export async function noteTrouble(
  tx: Tx,
  personId: string,
  found: { trouble: FoundTrouble; requestId?: string | null; lookAgainAt?: Date },
): Promise<void> {
  const { trouble, requestId = null } = found;
  const wait = trouble === "day" ? 15 * MINUTE_MS : LOOK_AGAIN_MS[trouble];
  const lookAgainAt = found.lookAgainAt ?? new Date(Date.now() + wait);
  await sql`
    insert into mailbox_troubles as held (person_id, trouble, look_again_at, request_id)
    values (${personId}, ${trouble}, ${lookAgainAt}, ${requestId})
    on conflict (person_id) do update set
      since = case when held.trouble = excluded.trouble then held.since else excluded.since end,
      trouble = excluded.trouble, look_again_at = excluded.look_again_at,
      request_id = excluded.request_id`.execute(tx);
}

/** When a mailbox that has sent as many as it may in a day sends again; null: now. */
export async function fullUntil(db: Db | Tx, personId: string): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select sent_at + interval '1 day' as until from mails
    where sent_from = ${personId} and sent_at > now() - interval '1 day'
    order by sent_at desc offset ${MAILBOX_DAY - 1} limit 1`.execute(db);
  return rows[0]?.until ?? null;
}
