"use server";
import { redirect } from "next/navigation";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { chooseMailbox, giveMailboxBack, tryMailboxAgain } from "@/lib/messages/set-mails-from";
import { requireEvent } from "@/lib/session/require-event";
import type { Feature } from "@/lib/session/scopes";

/**
 * The event's mails go from the reader's own mailbox; where Microsoft has not been asked yet, it is now.
 * Field: `eventId`.
 */
export async function chooseMailboxAction(form: FormData): Promise<void> {
  const access = await requireEvent(idOf(form), "edit");
  const outcome = await chooseMailbox(access);
  if (outcome.kind === "chosen" && outcome.asks) await askMicrosoft(senderPath(access.eventId));
  redirect(
    `${senderPath(access.eventId)}?did=${outcome.kind === "chosen" ? "chosen" : "not-possible"}`,
  );
}

/** The mail server sends the event's mails again. Field: `eventId`. */
export async function giveMailboxBackAction(form: FormData): Promise<void> {
  const access = await requireEvent(idOf(form), "edit");
  await giveMailboxBack(access);
  redirect(`${senderPath(access.eventId)}?did=back`);
}

/** Somebody has mended what kept the mailbox from sending. Field: `eventId`. */
export async function tryMailboxAgainAction(form: FormData): Promise<void> {
  const access = await requireEvent(idOf(form), "edit");
  await tryMailboxAgain(access);
  redirect(`${senderPath(access.eventId)}?did=again`);
}

/** As its own button would; it redirects. */
async function askMicrosoft(from: string): Promise<void> {
  const asks = new FormData();
  asks.set("feature", "mail-send" satisfies Feature);
  asks.set("reconnect", "1");
  asks.set("from", from);
  await signInAction(asks);
}

function senderPath(eventId: string): string {
  return `/dashboard/events/${eventId}/messages/sender`;
}

function idOf(form: FormData): string {
  const id = form.get("eventId");
  return typeof id === "string" ? id : "";
}
