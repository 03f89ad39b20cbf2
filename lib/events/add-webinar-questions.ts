import { db } from "@/lib/db/database";
import { unaskedOf, withAsked } from "@/lib/enrolment/webinar-questions";
import { formDefinition, NO_QUESTIONS } from "@/lib/form/definition";
import type { Locale } from "@/lib/i18n/locales";
import type { EventAccess } from "@/lib/session/access";
import { loadForm } from "./form-queries";
import { saveForm } from "./save-form";

export type AddQuestionsOutcome =
  | { kind: "added"; count: number }
  /** The form asks for everything already. */
  | { kind: "nothing" }
  /** Somebody else saved the form meanwhile. */
  | { kind: "changed-meanwhile" }
  /** The form would be too long, or a question is none that a form can ask. */
  | { kind: "not-addable" };

/**
 * Adds to the event's form what its webinar requires, as the webinar words it, and required here too;
 * what is asked already is made required. A form that nobody began is in the organizer's `language`.
 */
export async function addWebinarQuestions(
  access: EventAccess,
  language: Locale,
): Promise<AddQuestionsOutcome> {
  const [row, kept] = await Promise.all([
    db()
      .selectFrom("events")
      .innerJoin("meetings", "meetings.id", "events.meeting_id")
      .select("meetings.webinar_terms as terms")
      .where("events.id", "=", access.eventId)
      .executeTakeFirstOrThrow(),
    loadForm(db(), access.eventId),
  ]);
  const questions = row.terms?.questions ?? [];
  const before = kept?.definition ?? { ...NO_QUESTIONS, languages: [language] };
  const count = unaskedOf(questions, before).length;
  if (count === 0) return { kind: "nothing" };
  const form = formDefinition.safeParse(withAsked(before, questions));
  if (!form.success) return { kind: "not-addable" };
  const outcome = await saveForm(access, form.data, kept?.version ?? 0);
  switch (outcome.kind) {
    case "saved":
      return { kind: "added", count };
    case "changed-meanwhile":
      return outcome;
    default:
      return { kind: "not-addable" };
  }
}
