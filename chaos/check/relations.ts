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
  const generations = Map.groupBy(snapshot.enrolments, (each) => each.registrationId);
  for (const all of generations.values()) all.sort((a, b) => b.generation - a.generation);
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
    /** The one that counts: whose link works, else the newest (lib/enrolment/current.ts). */
    enrolmentOf(registrationId: string): SeenEnrolment | undefined {
      const all = generations.get(registrationId) ?? [];
      return all.find(works) ?? all[0];
    },
    /** All that there ever was, the newest first. */
    generationsOf: (registrationId: string): SeenEnrolment[] =>
      generations.get(registrationId) ?? [],
  };
}

/** Is it wanted, with a link? */
export function works({ wanted, state }: SeenEnrolment): boolean {
  return wanted === "enrolled" && state === "enrolled";
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
