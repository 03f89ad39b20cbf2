"use server";
import type { SaveAnswer } from "@/components/desk/form-builder/builder-state";
import { saveForm } from "@/lib/events/save-form";
import { formDefinition } from "@/lib/form/definition";
import { requireEvent } from "@/lib/session/require-event";

/** Saves what an event asks, as it was changed from version `basedOn` (0: from nothing). */
export async function saveFormAction(
  eventId: string,
  basedOn: number,
  definition: unknown,
): Promise<SaveAnswer> {
  const access = await requireEvent(String(eventId), "edit");
  const form = formDefinition.safeParse(definition);
  if (!form.success || !Number.isSafeInteger(basedOn)) return { kind: "invalid" };
  const outcome = await saveForm(access, form.data, basedOn);
  return outcome.kind === "saved" ? outcome : { kind: outcome.kind };
}
