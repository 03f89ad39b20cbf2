"use server";
import { redirect } from "next/navigation";
import { withdraw } from "@/lib/registrations/withdraw";

/** The button on the page "Give up your place?". The pass then says what came of it. */
export async function giveUpAction(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  await withdraw(token, new Date());
  redirect(`/r/${encodeURIComponent(token)}`);
}
