"use server";
import { redirect } from "next/navigation";
import { isDatabaseTrouble } from "@/lib/db/trouble";
import { isSlug } from "@/lib/events/schema";
import { log } from "@/lib/log";
import { type ChangeDatesOutcome, changeDates } from "@/lib/registrations/change-dates";
import { readTicked } from "../../../e/[slug]/answer-sign-up";
import { forgetDraft, keepDraft } from "../../../e/[slug]/browser-cookies";

/** "Save my dates". The pass then says that they are saved, or the page what can't be had. */
export async function changeDatesAction(form: FormData): Promise<void> {
  redirect(await answerDates(form));
}

async function answerDates(form: FormData): Promise<string> {
  const token = text(form, "token");
  const slug = text(form, "slug");
  const pass = `/r/${encodeURIComponent(token)}`;
  const here = `${pass}/dates`;
  const dates = readTicked(form);
  const keep = async (errors: Record<string, string>, away?: boolean) => {
    if (!isSlug(slug)) return;
    const values = { firstName: "", lastName: "", email: "", code: "", answers: {}, dates };
    const problem = away === undefined ? null : ("tryAgain" as const);
    await keepDraft(slug, { values, errors, problem }, { away, path: here });
  };
  let outcome: ChangeDatesOutcome;
  try {
    outcome = await changeDates(token, dates, new Date());
  } catch (error) {
    const away = isDatabaseTrouble(error);
    log[away ? "warn" : "error"]({ err: error }, "a change of dates failed");
    await keep({}, away);
    return `${here}#summary`;
  }
  switch (outcome.kind) {
    case "saved":
      await forgetDraft(here);
      return `${pass}?did=dates`;
    case "refused":
      await keep(outcome.errors);
      return `${here}#summary`;
    case "closed":
      return here;
    default:
      return pass;
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
