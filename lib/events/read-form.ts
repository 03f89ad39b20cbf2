import { db } from "@/lib/db/database";
import { type FormDefinition, NO_QUESTIONS } from "@/lib/form/definition";
import type { EventAccess } from "@/lib/session/access";
import { countAnswered, loadForm } from "./form-queries";

/** What an event's form editor begins with. */
export interface FormDraft {
  /** 0 while nothing was ever asked. */
  version: number;
  definition: FormDefinition;
  /** Registrations that answered this version. */
  answered: number;
}

/** What the event asks now; `language` is the first one of a form that nobody began. */
export async function readForm(
  access: EventAccess,
  language: FormDefinition["languages"][number],
): Promise<FormDraft> {
  const form = await loadForm(db(), access.eventId);
  if (!form) {
    const definition = { ...NO_QUESTIONS, languages: [language] };
    return { version: 0, definition, answered: 0 };
  }
  return { ...form, answered: await countAnswered(db(), access.eventId, form.version) };
}
