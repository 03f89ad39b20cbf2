"use server";
import { redirect } from "next/navigation";
import { disconnect } from "@/lib/organizers/disconnect";
import { requirePerson } from "@/lib/session/require-person";

/** Ends the reader's own connection; the page says what waits for it. */
export async function disconnectAction(): Promise<void> {
  const person = await requirePerson();
  await disconnect(person.id);
  redirect("/dashboard/connection");
}
