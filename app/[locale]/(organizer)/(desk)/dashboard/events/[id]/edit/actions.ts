"use server";
import { redirect } from "next/navigation";
import { type EditorState, INTENTS, type Intent } from "@/components/desk/editor/editor-state";
import { publishEvent } from "@/lib/events/publish-event";
import { type EventDetail, readEvent } from "@/lib/events/read-events";
import { saveEvent, type Telling } from "@/lib/events/save-event";
import { eventInput } from "@/lib/events/schema";
import type { EventAccess } from "@/lib/session/access";
import { requireEvent } from "@/lib/session/require-event";
import { editorValues, missingOf, readEditorForm } from "./editor-form";

const TELLING: Partial<Record<Intent, Telling>> = { "save-tell": "tell", "save-quietly": "quiet" };

/**
 * Saves the editor's form, and when its button says so publishes what was saved. With JavaScript
 * (`live`) a published page is answered by its address instead of a redirect.
 */
export async function editAction(_before: EditorState, form: FormData): Promise<EditorState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const intent = INTENTS.find((each) => each === form.get("intent")) ?? "save";
  const event = await readEvent(access);
  const values = { ...readEditorForm(form, editorValues(event)), ...overrides(intent) };
  const saved = await save(access, event, values, TELLING[intent] ?? "ask");
  if (!intent.startsWith("publish") || saved.values) return saved;
  return publish(access, saved, form.get("live") === "1");
}

async function save(
  access: EventAccess,
  event: EventDetail,
  values: ReturnType<typeof editorValues>,
  telling: Telling,
): Promise<EditorState> {
  const refused = (state: Partial<EditorState>): EditorState => ({
    values,
    errors: {},
    missing: missingOf(event),
    problem: null,
    savedAt: null,
    told: 0,
    goTo: null,
    ...state,
  });
  const input = eventInput.safeParse(values);
  if (!input.success) {
    const errors: EditorState["errors"] = {};
    for (const { path, message } of input.error.issues)
      errors[path[0] as keyof EditorState["errors"]] ??= message;
    return refused({ errors });
  }
  const outcome = await saveEvent(access, input.data, { telling });
  switch (outcome.kind) {
    case "saved":
      return {
        ...refused({}),
        values: null,
        missing: missingOf(await readEvent(access)),
        savedAt: Date.now(),
        told: outcome.told,
      };
    case "invalid":
      return refused({ errors: outcome.errors });
    case "slug-taken":
      return refused({ errors: { slug: "errors.slug.taken" } });
    default:
      return refused({ problem: outcome });
  }
}

async function publish(
  access: EventAccess,
  saved: EditorState,
  live: boolean,
): Promise<EditorState> {
  const outcome = await publishEvent(access, new Date());
  switch (outcome.kind) {
    case "published":
    case "already": {
      const to = `/dashboard/events/${access.eventId}?published=1`;
      if (!live) redirect(to);
      return { ...saved, goTo: to };
    }
    case "missing":
      return { ...saved, missing: outcome.what, problem: { kind: "missing" } };
    default:
      return { ...saved, problem: outcome };
  }
}

/** A way out of a refusal is a choice in the form, made by its button. */
function overrides(intent: Intent) {
  if (intent === "publish-direct") return { registrar: "direct" };
  if (intent === "publish-everyone") return { audience: "everyone" };
  if (intent === "publish-organization") return { audience: "organization" };
  return {};
}
