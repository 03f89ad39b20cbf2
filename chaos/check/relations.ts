import { normalizeEmail } from "@/lib/registrations/normalize-email";
import { ACTIVE_PLACES, COUNTED_PLACES } from "@/lib/registrations/queries";
import { hashSecret } from "@/lib/seal";
import type { SeenEnrolment, SeenEvent, SeenRegistration, Snapshot } from "../snapshot";

/** A snapshot with what leads from one of its things to another. */
export type Relations = ReturnType<typeof relate>;

export function relate(snapshot: Snapshot) {
  const events = new Map(snapshot.events.map((event) => [event.id, event]));
  const bySlug = new Map(snapshot.events.map((event) => [event.slug, event]));
  const registrations = new Map(snapshot.registrations.map((each) => [each.id, each]));
  const passes = new Map(snapshot.passes.map((pass) => [pass.hash, pass]));
  const newest = new Map<string, SeenEnrolment>();
  for (const enrolment of snapshot.enrolments) {
    const known = newest.get(enrolment.registrationId);
    if (!known || known.generation < enrolment.generation)
      newest.set(enrolment.registrationId, enrolment);
  }
  return {
    snapshot,
    registrations,
    eventOf: (registration: SeenRegistration): SeenEvent | undefined =>
      events.get(registration.eventId),
    /** The registration that a pass's secret opens. */
    opened(secret: string): SeenRegistration | undefined {
      const pass = passes.get(hashSecret(secret));
      return pass && registrations.get(pass.registrationId);
    },
    passOf: (secret: string) => passes.get(hashSecret(secret)),
    /** All that this address ever had at the event. */
    registered: (slug: string, email: string): SeenRegistration[] =>
      snapshot.registrations.filter(
        (each) =>
          each.eventId === bySlug.get(slug)?.id && each.emailNormalized === normalizeEmail(email),
      ),
    enrolmentOf: (registrationId: string) => newest.get(registrationId),
  };
}

/** Holds it a place, or may it still get one? */
export function isActive({ place }: SeenRegistration): boolean {
  return ACTIVE_PLACES.some((active) => active === place);
}

/** Does the place count against the capacity? */
export function isCounted({ place }: SeenRegistration): boolean {
  return COUNTED_PLACES.some((counted) => counted === place);
}

/** Waits in line, and may be offered the next place. */
export function isNext({ place, unconfirmed }: SeenRegistration): boolean {
  return place === "waitlisted" && !unconfirmed;
}

/** A registration in words of a violation. */
export function name(relations: Relations, registration: SeenRegistration): string {
  const event = relations.eventOf(registration);
  return `${registration.email} at ${event?.slug ?? "an event that is not there"} (registration ${registration.id})`;
}
