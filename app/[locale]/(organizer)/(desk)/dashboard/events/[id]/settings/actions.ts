"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import type { AnswersState } from "@/components/desk/settings/answers-form";
import type { ChoiceState } from "@/components/desk/settings/choice-form";
import type { MakeCodeState } from "@/components/desk/settings/code-form";
import type { EmbedState } from "@/components/desk/settings/embed-form";
import type { PrivacyState } from "@/components/desk/settings/privacy-form";
import { answersUntilInput } from "@/lib/events/answers-until-input";
import { cancelEvent } from "@/lib/events/cancel-event";
import { closeEvent, reopenEvent } from "@/lib/events/close-event";
import { deleteDraft } from "@/lib/events/delete-draft";
import { MOST_ORIGINS } from "@/lib/events/embed-origins";
import { codeInput, MOST_CODES, makeCode, revokeCode } from "@/lib/events/invitation-codes";
import { linkOpensInput } from "@/lib/events/link-opens-input";
import { listEvent } from "@/lib/events/list-event";
import { privacyNotice } from "@/lib/events/privacy-notice";
import { setAnswersUntil } from "@/lib/events/set-answers-until";
import { setEmbedOrigins } from "@/lib/events/set-embed-origins";
import { setLinkOpens } from "@/lib/events/set-link-opens";
import { setPrivacyNotice } from "@/lib/events/set-privacy-notice";
import { translator } from "@/lib/i18n/translator";
import { meetingChangesInput } from "@/lib/meetings/meeting-changes-input";
import { setMeetingChanges } from "@/lib/meetings/set-meeting-changes";
import { requireEvent } from "@/lib/session/require-event";
import { readerLocale } from "../reader-locale";

/** Stops sign-ups; no link is touched. Fields: `eventId`. */
export async function closeAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "edit");
  redirect(settings(form, (await closeEvent(access)) ? "closed" : "not-possible"));
}

/** Takes sign-ups again. Fields: `eventId`. */
export async function reopenAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "edit");
  redirect(settings(form, (await reopenEvent(access)) ? "reopened" : "not-possible"));
}

/** Cancels: every link ends. Its page said how many. Fields: `eventId`. */
export async function cancelAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "own");
  redirect(settings(form, (await cancelEvent(access, new Date())) ? "cancelled" : "not-possible"));
}

/** Deletes a page that was never published. Fields: `eventId`. */
export async function deleteDraftAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "own");
  redirect((await deleteDraft(access)) ? "/dashboard" : settings(form, "not-possible"));
}

/** Lets search engines find the page, or no more. Fields: `eventId`, `listed` (empty: no more). */
export async function listAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "edit");
  const listed = form.get("listed") === "yes";
  const done = await listEvent(access, listed);
  redirect(settings(form, done ? (listed ? "listed" : "unlisted") : "not-possible"));
}

/** Names the sites that may show the form. Fields: `eventId`, `origins`. */
export async function embedAction(_before: EmbedState, form: FormData): Promise<EmbedState> {
  const access = await requireEvent(eventId(form), "edit");
  const typed = form.get("origins");
  const text = typeof typed === "string" ? typed : "";
  const outcome = await setEmbedOrigins(access, text);
  const t = translator(await readerLocale(), "sharing");
  const refused = (error: string): EmbedState => ({ typed: text, error, saved: false });
  switch (outcome.kind) {
    case "saved":
      revalidatePath(`/dashboard/events/${access.eventId}/settings`);
      return { typed: null, error: null, saved: true };
    case "too-many":
      return refused(t("embed.error.tooMany", { count: MOST_ORIGINS }));
    case "cancelled":
      redirect(settings(form, "not-possible"));
      break;
    default:
      return refused(t(`embed.error.${outcome.kind}`, { entry: outcome.entry }));
  }
}

/** Makes an invitation code. Fields: `eventId`, `label`, `uses`, `expiresAt` (in the event's zone). */
export async function makeCodeAction(
  _before: MakeCodeState,
  form: FormData,
): Promise<MakeCodeState> {
  const access = await requireEvent(eventId(form), "edit");
  const t = translator(await readerLocale(), "admission");
  const typed = {
    label: text(form, "label"),
    uses: text(form, "uses"),
    expiresAt: text(form, "expiresAt"),
  };
  const refused = (errors: MakeCodeState["errors"]): MakeCodeState => ({
    typed,
    errors,
    made: null,
  });
  const input = codeInput.safeParse(typed);
  if (!input.success) {
    const errors: MakeCodeState["errors"] = {};
    for (const { path, message } of input.error.issues)
      errors[path[0] as keyof typeof typed] ??= t(message as "codes.errors.uses");
    return refused(errors);
  }
  const outcome = await makeCode(access, input.data, new Date());
  switch (outcome.kind) {
    case "made":
      revalidatePath(`/dashboard/events/${access.eventId}/settings`);
      return { typed: null, errors: {}, made: t("codes.made", { code: outcome.code }) };
    case "invalid":
      return refused({ expiresAt: t("codes.errors.expiresAt") });
    case "too-many":
      return refused({ label: t("codes.errors.tooMany", { count: MOST_CODES }) });
    default:
      redirect(settings(form, "not-possible"));
  }
}

/** Lets nobody use a code any more. Fields: `eventId`, `codeId`. */
export async function revokeCodeAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "edit");
  const done = await revokeCode(access, text(form, "codeId"), new Date());
  redirect(settings(form, done ? "code-revoked" : "not-possible"));
}

/** A field as text; files and fields that were not sent are empty. */
function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** Says until when answers may be changed. Fields: `eventId`, `until`, `at`. */
export async function answersAction(_before: AnswersState, form: FormData): Promise<AnswersState> {
  const access = await requireEvent(eventId(form), "edit");
  const typed = { until: String(form.get("until")), at: String(form.get("at") ?? "") };
  const input = answersUntilInput.safeParse(typed);
  const { kind } = input.success ? await setAnswersUntil(access, input.data) : { kind: "at" };
  if (kind === "cancelled") redirect(settings(form, "not-possible"));
  if (kind === "saved") {
    revalidatePath(`/dashboard/events/${access.eventId}/settings`);
    return { typed: null, error: null, saved: true };
  }
  const t = translator(await readerLocale(), "desk");
  const error = t(`settings.answers.error.${kind === "after-end" ? "afterEnd" : "at"}`);
  return { typed, error, saved: false };
}

/** Says from when personal links lead on. Fields: `eventId`, `opens`. */
export async function linkAction(_before: ChoiceState, form: FormData): Promise<ChoiceState> {
  const access = await requireEvent(eventId(form), "edit");
  const input = linkOpensInput.safeParse(form.get("opens"));
  if (!input.success || !(await setLinkOpens(access, input.data)))
    redirect(settings(form, "not-possible"));
  revalidatePath(`/dashboard/events/${access.eventId}/settings`);
  return { saved: true };
}

/** Says what is done when the meeting changes. Fields: `eventId`, `rule`. */
export async function meetingAction(_before: ChoiceState, form: FormData): Promise<ChoiceState> {
  const access = await requireEvent(eventId(form), "edit");
  const input = meetingChangesInput.safeParse(form.get("rule"));
  if (!input.success || !(await setMeetingChanges(access, input.data)))
    redirect(settings(form, "not-possible"));
  revalidatePath(`/dashboard/events/${access.eventId}/settings`);
  return { saved: true };
}

/** Keeps the organizer's own privacy notice. Fields: `eventId`, `notice`. */
export async function privacyAction(_before: PrivacyState, form: FormData): Promise<PrivacyState> {
  const access = await requireEvent(eventId(form), "edit");
  const typed = String(form.get("notice") ?? "");
  const input = privacyNotice.safeParse(typed);
  const kind = input.success
    ? (await setPrivacyNotice(access, input.data)).kind
    : (input.error.issues[0]?.message ?? "characters");
  if (kind === "cancelled") redirect(settings(form, "not-possible"));
  if (kind === "saved") {
    revalidatePath(`/dashboard/events/${access.eventId}/settings`);
    return { typed: null, error: null, saved: true };
  }
  const t = translator(await readerLocale(), "desk");
  const error = t(`settings.privacy.error.${kind as "address"}`);
  return { typed, error, saved: false };
}

function eventId(form: FormData): string {
  return String(form.get("eventId"));
}

function settings(form: FormData, did: string): string {
  return `/dashboard/events/${eventId(form)}/settings?did=${did}`;
}
