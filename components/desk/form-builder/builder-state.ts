import type { FormDefinition } from "@/lib/form/definition";

/** What saving a form came to, as far as its editor can say something about it. */
export type SaveAnswer =
  | { kind: "saved"; version: number }
  | { kind: "invalid" | "changed-meanwhile" | "leaks-way-in" | "reused-id" | "cancelled" };

/** Saves a form that was changed from version `basedOn`; asks who by itself. */
export type SaveForm = (
  eventId: string,
  basedOn: number,
  definition: FormDefinition,
) => Promise<SaveAnswer>;

/** What the editor tells its preview. */
export interface PreviewMessage {
  usher: "form";
  definition: FormDefinition;
  language: FormDefinition["languages"][number];
}

/** What the preview says when it is ready to be told. */
export const PREVIEW_READY = "usher:preview-ready";
