"use server";
import { redirect } from "next/navigation";

/** Takes the form, reads its fields and does nothing with them. */
export async function emptyAction(form: FormData): Promise<void> {
  const email = form.get("email");
  redirect(typeof email === "string" ? "/r/0000000000000000000000" : "/e/-");
}
