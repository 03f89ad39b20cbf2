"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { ANSWERS, answerChange } from "@/lib/meetings/answer-change";
import { answerLoss, LOSS_ANSWERS } from "@/lib/meetings/answer-loss";
import { requireEvent } from "@/lib/session/require-event";

const version = z.coerce.number().int().min(0);
const changeInput = z.object({ answer: z.enum(ANSWERS), version });
const lossInput = z.object({ answer: z.enum(LOSS_ANSWERS), version });

/** Applies what changed about the meeting, or keeps what the page says. Fields: `eventId`, `version`, `answer`. */
export async function answerChangeAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const input = changeInput.safeParse(Object.fromEntries(form));
  if (!input.success) redirect(overview(access.eventId, "overtaken"));
  const outcome = await answerChange(access, input.data, new Date());
  const told = outcome.kind === "applied" ? outcome.told : 0;
  redirect(overview(access.eventId, outcome.kind, told));
}

/** Says that the event takes place, or stays closed. Fields: `eventId`, `version`, `answer`. */
export async function answerLossAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const input = lossInput.safeParse(Object.fromEntries(form));
  if (!input.success) redirect(overview(access.eventId, "overtaken"));
  const outcome = await answerLoss(access, input.data);
  const did = outcome.kind === "overtaken" ? outcome.kind : outcome.reopened ? "reopened" : "noted";
  redirect(overview(access.eventId, did));
}

function overview(eventId: string, did: string, told = 0): string {
  return `/dashboard/events/${eventId}?meeting=${did}${told > 0 ? `&told=${told}` : ""}`;
}
