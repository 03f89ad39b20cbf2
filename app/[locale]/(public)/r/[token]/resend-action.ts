"use server";
import { redirect } from "next/navigation";
import { resendMail } from "@/lib/registrations/resend-mail";

/** "Send me the mail again" on the pass, which then says what came of it. */
export async function resendAction(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  const { kind } = await resendMail(token, new Date());
  const did = kind === "on-its-way" || kind === "too-soon" ? `?did=${kind}` : "";
  redirect(`/r/${encodeURIComponent(token)}${did}`);
}
