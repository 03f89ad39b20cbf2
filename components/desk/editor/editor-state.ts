import type { Audience } from "@/lib/db/schema";
import type { Unasked } from "@/lib/enrolment/webinar-questions";
import type { Missing } from "@/lib/events/publish-event";
import type { Changed } from "@/lib/events/save-event";
import type { EventField } from "@/lib/events/schema";
import type { WayIn } from "@/lib/events/way-in";

/** What stands in the editor's fields, as typed. */
export type EditorValues = Record<EventField, string>;

/** Why pressing Publish (or saving a published page) came to nothing, each with its way out. */
export type EditorProblem =
  | { kind: "leaks-way-in"; found: WayIn[] }
  | { kind: "missing" }
  /** A change that people with a place would hear of: the organizer says whether they do. */
  | { kind: "asks"; people: number; changed: Changed }
  | { kind: "other-audience"; audience: Audience }
  | { kind: "no-registration"; reason: string; requestId: string | null }
  | { kind: "webinar-asks"; unasked: Unasked[] }
  | { kind: "broken-connection"; reason: string }
  | { kind: "operator-trouble" }
  | { kind: "try-again"; requestId: string | null }
  | { kind: "cancelled" };

export interface EditorState {
  /** Set when something wasn't saved, so that a page without JavaScript keeps what was typed. */
  values: EditorValues | null;
  /** Keys of the desk's catalog. */
  errors: Partial<Record<EventField, string>>;
  missing: Missing[];
  problem: EditorProblem | null;
  /** When it was saved last (ms); null before anything was. */
  savedAt: number | null;
  /** So many people get a mail about what was saved. */
  told: number;
  /** Where to go: it was published. */
  goTo: string | null;
}

export type EditorAction = (before: EditorState, form: FormData) => Promise<EditorState>;

/** What a button of the editor's form wants. */
export const INTENTS = [
  "save",
  "save-tell",
  "save-quietly",
  "publish",
  "publish-direct",
  "publish-everyone",
  "publish-organization",
] as const;
export type Intent = (typeof INTENTS)[number];
