import { db } from "@/lib/db/database";
import type { Answer } from "@/lib/form/answers";
import type { FormDefinition, Question } from "@/lib/form/definition";
import type { EventAccess } from "@/lib/session/access";

/** What somebody answered to a question, as it was asked of them. */
export interface PersonAnswer {
  question: Question;
  languages: FormDefinition["languages"];
  answer: Answer;
  /** Is it asked today? */
  isAsked: boolean;
}

/** One person's answers, in the order in which they were asked; empty when not of this event. */
export async function readAnswers(
  access: EventAccess,
  registrationId: string,
): Promise<PersonAnswer[]> {
  const row = await db()
    .selectFrom("registrations as r")
    .innerJoin("events as e", "e.id", "r.event_id")
    .innerJoin("forms as f", (join) =>
      join.onRef("f.event_id", "=", "r.event_id").onRef("f.version", "=", "r.form_version"),
    )
    .leftJoin("forms as now", (join) =>
      join.onRef("now.event_id", "=", "e.id").onRef("now.version", "=", "e.form_version"),
    )
    .select(["r.answers", "f.definition", "now.definition as current"])
    .where("r.event_id", "=", access.eventId)
    .where("r.id", "=", registrationId)
    .executeTakeFirst();
  if (!row) return [];
  const asked = new Set(row.current?.items.map(({ id }) => id));
  return row.definition.items.flatMap((question) => {
    const answer = row.answers[question.id];
    if (question.kind === "heading" || answer === undefined) return [];
    const { languages } = row.definition;
    return [{ question, languages, answer, isAsked: asked.has(question.id) }];
  });
}
