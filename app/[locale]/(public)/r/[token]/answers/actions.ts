"use server";
import { redirect } from "next/navigation";
import { answerChange } from "./answer-change";

/** "Save my changes". The pass then says that they are saved, or the page what to put right. */
export async function changeAnswersAction(form: FormData): Promise<void> {
  redirect(await answerChange(form));
}
