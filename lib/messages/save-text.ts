import { sql } from "kysely";
import { withTx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { lockEvent } from "@/lib/events/queries";
import type { Locale } from "@/lib/i18n/locales";
import type { EventAccess } from "@/lib/session/access";
import { readText, type TextProblems, type TypedText } from "./check-text";
import { isEditable } from "./editable";
import { standardSubject } from "./standard-subject";

export type SaveTextOutcome =
  /** `isOwn`: not only the standard text. */
  | { kind: "saved"; isOwn: boolean }
  | { kind: "invalid"; problems: TextProblems }
  /** Usher's own text, always. */
  | { kind: "not-editable" }
  | { kind: "cancelled" };

/** Keeps what an organizer wrote for a kind of mail in one language. Nothing written: the standard. */
export async function saveText(
  access: EventAccess,
  about: { kind: MailKind; locale: Locale },
  typed: TypedText,
): Promise<SaveTextOutcome> {
  const { kind, locale } = about;
  if (!isEditable(kind)) return { kind: "not-editable" };
  return withTx(async (tx): Promise<SaveTextOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    const standard = standardSubject(kind, locale);
    const { text, problems } = readText(typed, { kind, standard, event });
    if (Object.keys(problems).length > 0) return { kind: "invalid", problems };
    const isOwn = text.subject !== null || text.words !== null;
    if (isOwn)
      await tx
        .insertInto("mail_texts")
        .values({ event_id: access.eventId, kind, locale, ...text })
        .onConflict((conflict) =>
          conflict
            .columns(["event_id", "kind", "locale"])
            .doUpdateSet({ ...text, saved_at: sql<Date>`now()` }),
        )
        .execute();
    else
      await tx
        .deleteFrom("mail_texts")
        .where("event_id", "=", access.eventId)
        .where("kind", "=", kind)
        .where("locale", "=", locale)
        .execute();
    return { kind: "saved", isOwn };
  });
}
