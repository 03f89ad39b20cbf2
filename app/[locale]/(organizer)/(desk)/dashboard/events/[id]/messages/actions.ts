"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { messageHref, readMessageAddress } from "@/components/desk/messages/message-address";
import type { MessageState } from "@/components/desk/messages/message-form";
import type { MailKind } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { TextProblem, TypedText } from "@/lib/messages/check-text";
import { saveText } from "@/lib/messages/save-text";
import { sendTest } from "@/lib/messages/send-test";
import { switchMessage } from "@/lib/messages/switch-message";
import type { EventAccess } from "@/lib/session/access";
import { requireEvent } from "@/lib/session/require-event";
import { requirePerson } from "@/lib/session/require-person";
import { readerLocale } from "../reader-locale";

/**
 * Keeps the organizer's words, and with `intent=test` sends them to the organizer. Fields:
 * `eventId`, `kind`, `lang`, `subject`, `words`.
 */
export async function saveMessageAction(
  _before: MessageState,
  form: FormData,
): Promise<MessageState> {
  const access = await requireEvent(field(form, "eventId"), "edit");
  const reader = await readerLocale();
  const t = translator(reader, "letters");
  const about = aboutOf(form, reader);
  const typed: TypedText = { subject: field(form, "subject"), words: field(form, "words") };
  const refused = (errors: MessageState["errors"]): MessageState => ({ typed, errors, said: null });
  if (!about) return refused({ words: t("errors.not-editable") });
  const outcome = await saveText(access, about, typed);
  switch (outcome.kind) {
    case "invalid": {
      const { subject, words } = outcome.problems;
      return refused({
        subject: subject && problemText(subject, reader),
        words: words && problemText(words, reader),
      });
    }
    case "not-editable":
      return refused({ words: t("errors.not-editable") });
    case "cancelled":
      return refused({ words: t("cancelled") });
    default: {
      const tested = field(form, "intent") === "test" ? await test(access, about, t) : null;
      revalidatePath(`/dashboard/events/${access.eventId}/messages`);
      const saved = t(outcome.isOwn ? "saved" : "savedStandard");
      return { typed: null, errors: {}, said: tested ? `${saved} ${tested}` : saved };
    }
  }
}

/** Gives the standard words back. Fields: `eventId`, `kind`, `lang`. */
export async function resetMessageAction(form: FormData): Promise<void> {
  const access = await requireEvent(field(form, "eventId"), "edit");
  const about = aboutOf(form, await readerLocale());
  const outcome = about ? await saveText(access, about, { subject: "", words: "" }) : null;
  redirect(back(access, about, outcome?.kind === "saved" ? "reset" : "not-possible"));
}

/** Turns a kind of mail on or off. Fields: `eventId`, `kind`, `lang`, `on` (empty: off). */
export async function switchMessageAction(form: FormData): Promise<void> {
  const access = await requireEvent(field(form, "eventId"), "edit");
  const about = aboutOf(form, await readerLocale());
  const on = field(form, "on") === "yes";
  const outcome = about ? await switchMessage(access, about.kind, on, new Date()) : "needed";
  redirect(back(access, about, outcome === "switched" ? (on ? "on" : "off") : "not-possible"));
}

interface About {
  kind: MailKind;
  locale: Locale;
}

async function test(access: EventAccess, about: About, t: Translate<"letters">): Promise<string> {
  const outcome = await sendTest(access, about);
  if (outcome.kind === "too-many") return t("test.tooMany", { most: outcome.most });
  const { email } = await requirePerson();
  return outcome.kind === "no-address" || !email
    ? t("test.noAddress")
    : t("test.onItsWay", { address: email });
}

function problemText(problem: TextProblem, locale: Locale): string {
  const t = translator(locale, "letters");
  switch (problem.kind) {
    case "too-long":
      return t("errors.too-long", { most: problem.most });
    case "unknown-placeholder":
      return t("errors.unknown-placeholder", { name: problem.name });
    case "leaks-way-in": {
      const desk = translator(locale, "desk");
      const found = problem.found.map((each) => desk(`editor.wayIn.${each}`)).join(", ");
      return t("errors.leaks-way-in", { found });
    }
    default:
      return t(`errors.${problem.kind}`);
  }
}

function aboutOf(form: FormData, reader: Locale): About | null {
  const asked = { kind: field(form, "kind"), lang: field(form, "lang") };
  const { kind, locale } = readMessageAddress(asked, reader);
  return kind ? { kind, locale } : null;
}

function back(access: EventAccess, about: About | null, did: string): string {
  const at = about
    ? messageHref(access.eventId, about)
    : `/dashboard/events/${access.eventId}/messages?`;
  return `${at}&did=${did}`;
}

function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
