"use server";
import { redirect } from "next/navigation";
import { answerSignUp } from "./answer-sign-up";

/** The public form. Its id is pinned by a test: a form that was opened before a deploy still works. */
export async function registerAction(form: FormData): Promise<void> {
  redirect(await answerSignUp(form));
}
