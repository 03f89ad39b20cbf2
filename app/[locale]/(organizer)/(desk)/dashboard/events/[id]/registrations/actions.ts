"use server";
import { isUuid } from "@/components/desk/roster/address";
import type { DecideState } from "@/components/desk/roster/decide-form";
import type { ReplaceLinkState } from "@/components/desk/roster/replace-link-form";
import type { RetryState } from "@/components/desk/roster/retry-form";
import type { WithdrawState } from "@/components/desk/roster/withdraw-form";
import { type Translate, translator } from "@/lib/i18n/translator";
import {
  type Approved,
  approveRequests,
  declineRequests,
  type Requests,
} from "@/lib/registrations/decide-requests";
import { promote } from "@/lib/registrations/promote";
import { replaceLink } from "@/lib/registrations/replace-link";
import { retryAll, retryRegistration } from "@/lib/registrations/retry-registration";
import { withdrawRegistration } from "@/lib/registrations/withdraw-registration";
import type { EventAccess } from "@/lib/session/access";
import { requireEvent } from "@/lib/session/require-event";
import { isText } from "@/lib/text-rules";
import { readerLocale } from "../reader-locale";

/** Tries one person's link and mails again. Fields: `eventId`, `registrationId`. */
export async function retryAction(_before: RetryState, form: FormData): Promise<RetryState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const id = String(form.get("registrationId"));
  return { count: isUuid(id) ? await retryRegistration(access, id) : 0 };
}

/** Tries everything of the event again that was given up. Fields: `eventId`. */
export async function retryAllAction(_before: RetryState, form: FormData): Promise<RetryState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  return { count: await retryAll(access) };
}

/** Another personal link for somebody whose one got about. Fields: `eventId`, `registrationId`. */
export async function replaceLinkAction(
  _before: ReplaceLinkState,
  form: FormData,
): Promise<ReplaceLinkState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const id = String(form.get("registrationId"));
  return { done: isUuid(id) && (await replaceLink(access, id, new Date())) };
}

/** Takes somebody's place back. Fields: `eventId`, `registrationId`. */
export async function withdrawAction(
  _before: WithdrawState,
  form: FormData,
): Promise<WithdrawState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const id = String(form.get("registrationId"));
  if (!isUuid(id)) return { kind: "already" };
  const outcome = await withdrawRegistration(access, id, new Date());
  if (outcome.kind === "already") return { kind: "already" };
  return { kind: outcome.before === "taken" ? "withdrawn" : "removed" };
}

/** Longest text of the organizer's own to somebody declined. */
const WORDS_LENGTH = 1_000;

/**
 * Approves, declines or moves to the front whoever is marked. Fields: `eventId`, `intent`,
 * `registrationId` (any number) or `all`, `words`.
 */
export async function decideAction(_before: DecideState, form: FormData): Promise<DecideState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const t = translator(await readerLocale(), "desk");
  const ids = form.getAll("registrationId").map(String).filter(isUuid);
  const requests = form.get("all") === "1" ? "all" : ids;
  if (requests !== "all" && ids.length === 0) return { said: t("roster.did.nobody"), done: false };
  switch (form.get("intent")) {
    case "approve":
      return { said: saidOf(await approveRequests(access, requests, new Date()), t), done: true };
    case "decline":
      return decline(access, requests, form, t);
    case "promote": {
      const count = await promote(access, ids);
      return { said: t("roster.did.promoted", { count }), done: true };
    }
    default:
      return null;
  }
}

function saidOf(outcome: Approved, t: Translate<"desk">): string {
  const { approved, waitlisted, full, unconfirmed } = outcome;
  return [
    approved > 0 || waitlisted === 0 ? t("roster.did.approved", { count: approved }) : null,
    waitlisted > 0 ? t("roster.did.approvedWaitlisted", { count: waitlisted }) : null,
    full > 0 ? t("roster.did.approvedFull", { count: full }) : null,
    unconfirmed > 0 ? t("roster.did.approvedUnconfirmed", { count: unconfirmed }) : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(" ");
}

async function decline(
  access: EventAccess,
  requests: Requests,
  form: FormData,
  t: Translate<"desk">,
): Promise<DecideState> {
  const given = form.get("words");
  const words = (typeof given === "string" ? given : "")
    .replaceAll("\r\n", "\n")
    .normalize("NFC")
    .trim();
  if (words.length > WORDS_LENGTH || !isText(words))
    return { said: t("roster.did.tooLong"), done: false };
  const outcome = await declineRequests(access, requests, words);
  if (outcome.kind === "declined")
    return { said: t("roster.did.declined", { count: outcome.count }), done: true };
  const found = outcome.found.map((each) => t(`editor.wayIn.${each}`)).join(", ");
  return { said: t("roster.did.leaks", { found }), done: false };
}
