"use server";
import { redirect } from "next/navigation";
import { pressPersonalLink } from "@/lib/registrations/personal-link";

/** The button of a personal link: leads into the meeting, or back to why it doesn't. Field: `token`. */
export async function joinAction(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  redirect((await pressPersonalLink(token, new Date())) ?? `/j/${encodeURIComponent(token)}`);
}
