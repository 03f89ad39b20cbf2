"use server";

import { redirect } from "next/navigation";
import { readerCode, readerSource } from "@/app/[locale]/(public)/e/[slug]/reader-source";
import { db } from "@/lib/db/database";
import type { Source } from "@/lib/db/schema";
import { attendeeScope } from "@/lib/enrolment/attendee-scope";
import { isSlug } from "@/lib/events/schema";
import { sourceQuery } from "@/lib/registrations/source";
import { attendeeEvent } from "@/lib/session/attendee-event";
import { findAttendeeEvent } from "@/lib/session/find-attendee-event";
import { postNextAuth } from "@/lib/session/post-next-auth";
import { ATTENDEE_PROVIDER } from "@/lib/session/providers";
import { setSealed } from "@/lib/session/sealed-cookie";

/**
 * Sends an attendee to Microsoft to say who they are, and back to `/e/{slug}/register`. A form with
 * a field `slug`, with or without JavaScript. Which event it is for travels in a sealed cookie. With
 * a field `less` they are asked for no permission, whatever the event would need.
 */
export async function attendeeSignIn(form: FormData): Promise<void> {
  const slug = String(form.get("slug") ?? "");
  const event = isSlug(slug) ? await findAttendeeEvent(db(), slug) : null;
  if (!event) redirect(isSlug(slug) ? `/e/${slug}` : "/e/-");
  const { eventId, tid } = event;
  const query = queryOf(await readerSource(slug), await readerCode(slug));
  const scope = form.has("less") ? null : attendeeScope(event);
  await setSealed(attendeeEvent, { eventId, slug, tid, query, scope });
  redirect(
    await postNextAuth(["signin", ATTENDEE_PROVIDER], `/e/${event.slug}/register`, {
      attendeeTenant: tid,
      attendeeScope: scope,
    }),
  );
}

/** Where they came from and the invitation code that their address holds, for the form's address. */
function queryOf(source: Source | null, code: string | null): string {
  const query = sourceQuery(source);
  return code === null
    ? query
    : `${query || "?"}${query ? "&" : ""}${new URLSearchParams({ code })}`;
}
