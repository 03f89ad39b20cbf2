import { db } from "@/lib/db/database";
import { loadForm } from "@/lib/events/form-queries";
import type { Answer } from "@/lib/form/answers";
import type { FormDefinition, FormItem, Question } from "@/lib/form/definition";
import { versionOf } from "@/lib/form/revise";
import type { EventAccess } from "@/lib/session/access";
import { loadAnsweredForms } from "./own-answers";

/** What somebody answered to a question, as it was asked of them. */
export interface PersonAnswer {
  question: Question;
  languages: FormDefinition["languages"];
  answer: Answer;
  /** Is it asked today? */
  isAsked: boolean;
}

/**
 * One person's answers, in the order of the form that they answered last, then what only earlier
 * ones asked; empty when not of this event.
 */
export async function readAnswers(
  access: EventAccess,
  registrationId: string,
): Promise<PersonAnswer[]> {
  const row = await db()
    .selectFrom("registrations")
    .select(["answers", "form_version as formVersion", "answered_in as answeredIn"])
    .where("event_id", "=", access.eventId)
    .where("id", "=", registrationId)
    .executeTakeFirst();
  if (!row || row.formVersion === null) return [];
  const [versions, current] = await Promise.all([
    loadAnsweredForms(db(), access.eventId, row),
    loadForm(db(), access.eventId),
  ]);
  const asked = new Set(current?.definition.items.map(({ id }) => id));
  const last = versions.get(row.formVersion)?.items ?? [];
  const ids = new Set(
    [last, ...[...versions.values()].map(({ items }) => items)].flat().map(({ id }) => id),
  );
  return [...ids].flatMap((id) => {
    const form = versions.get(versionOf(row, id) ?? 0);
    const question = form?.items.find((each) => each.id === id);
    const answer = row.answers[id];
    if (!form || !question || question.kind === "heading" || answer === undefined) return [];
    return [{ question, languages: form.languages, answer, isAsked: asked.has(id) }];
  });
}

/** Every question that the event asked at some time, in its newest words. */
export async function readQuestions(
  access: EventAccess,
): Promise<Map<string, { question: FormItem; form: FormDefinition }>> {
  const versions = await db()
    .selectFrom("forms")
    .select("definition")
    .where("event_id", "=", access.eventId)
    .orderBy("version")
    .execute();
  return new Map(
    versions.flatMap(({ definition: form }) =>
      form.items.map((question) => [question.id, { question, form }] as const),
    ),
  );
}
