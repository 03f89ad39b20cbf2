import { cookies } from "next/headers";
import { db } from "@/lib/db/database";
import { ATTENDEE_COOKIE, type Attendee, findHandoff } from "./handoff";

/** The secret of the hand-off that this browser holds, whatever it is worth. */
export async function handoffSecret(): Promise<string | null> {
  return (await cookies()).get(ATTENDEE_COOKIE)?.value || null;
}

/** Who signed in for this event in this browser; null: nobody, or too long ago, or used. */
export async function readHandoff(slug: string): Promise<Attendee | null> {
  const secret = await handoffSecret();
  return secret ? findHandoff(db(), secret, slug) : null;
}
