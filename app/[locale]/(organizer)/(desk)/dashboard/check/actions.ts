"use server";
import { redirect } from "next/navigation";
import { asLocale } from "@/lib/i18n/locales";
import { askForTestMessage } from "@/lib/preflight/ask-for-test-message";
import { retryRefused } from "@/lib/registrations/retry-refused";
import { requirePerson } from "@/lib/session/require-person";

/** The pages that have the button. */
const PAGES = ["/dashboard/check", "/dashboard/installation"] as const;

/** Sends the reader a test message, to their own address and no other; the page says how it went. */
export async function sendTestMessageAction(form: FormData): Promise<void> {
  const person = await requirePerson();
  const outcome = await askForTestMessage(person, asLocale(form.get("locale")));
  const said = outcome.kind === "failed" ? { reason: outcome.reason } : null;
  const from = PAGES.find((page) => page === form.get("from")) ?? PAGES[0];
  redirect(`${from}?${new URLSearchParams({ mail: outcome.kind, ...said })}#test-message`);
}

/** Tries again whom Microsoft refused for what others may have mended; only at the reader's own events. */
export async function retryRefusedAction(): Promise<void> {
  const person = await requirePerson();
  const count = await retryRefused(person.id);
  redirect(`/dashboard/check?${new URLSearchParams({ tried: String(count) })}`);
}
