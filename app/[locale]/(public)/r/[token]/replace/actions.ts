"use server";
import { redirect } from "next/navigation";
import { replacePass } from "@/lib/registrations/replace-pass";

/** The button on the page "End this pass?". The pass then says that it has ended. */
export async function replaceAction(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  await replacePass(token, new Date());
  redirect(`/r/${encodeURIComponent(token)}`);
}
