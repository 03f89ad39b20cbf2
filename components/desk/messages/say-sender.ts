import type { EventState } from "@/lib/db/schema";
import type { Translate } from "@/lib/i18n/translator";
import type { MailboxTrouble, Sender } from "@/lib/messages/read-sender";

/** Who can mend each trouble, and by what. */
const MENDED_BY: Record<
  MailboxTrouble,
  "sign-in" | "administrator" | "room" | "operator" | "itself"
> = {
  "never-connected": "sign-in",
  connection: "sign-in",
  consent: "sign-in",
  refused: "administrator",
  "no-mailbox": "administrator",
  blocked: "administrator",
  full: "room",
  operator: "operator",
  silent: "itself",
  day: "itself",
};

/** Does something about its sender need somebody? What passes by itself doesn't. */
export function needsSomebody({ trouble }: Sender, state: EventState): boolean {
  return trouble !== null && state !== "cancelled" && MENDED_BY[trouble.kind] !== "itself";
}

/** Is it mended by its organizer's signing in at Microsoft, and by nothing else? */
export function mendsBySignIn(kind: MailboxTrouble): boolean {
  return MENDED_BY[kind] === "sign-in";
}

/** Does pressing "try again" help once somebody has mended it? */
export function mendsByTrying(kind: MailboxTrouble): boolean {
  return ["administrator", "room", "operator"].includes(MENDED_BY[kind]);
}

/** Why a chosen mailbox doesn't send, and who mends it, in sentences; none while it does. */
export function saySenderTrouble(
  { organizer: { name }, trouble }: Sender,
  {
    mine,
    reasonOf,
    timeOf,
    words: t,
  }: {
    /** The reader is the organizer. */
    mine: boolean;
    /** The sentence of a broken connection's reason. */
    reasonOf: (reason: string | null) => string;
    timeOf: (at: Date) => string;
    words: Translate<"letters">;
  },
): string[] {
  if (trouble === null) return [];
  const { kind, lookAgainAt } = trouble;
  const why = t(`sender.trouble.${kind}`, {
    name,
    reason: kind === "connection" ? reasonOf(trouble.reason) : "",
  });
  const by = MENDED_BY[kind];
  if (by === "sign-in")
    return [why, mine ? t("sender.mends.mine") : t("sender.mends.other", { name })];
  return [why, t(`sender.mends.${by}`, { time: lookAgainAt ? timeOf(lookAgainAt) : "" })];
}
