import { normalizeEmail } from "@/lib/registrations/normalize-email";
import { isActive, type Relations } from "./relations";
import type { Violation } from "./violation";

/** No place sold twice, none leaked, nobody in twice. (The load only ever raises a capacity.) */
export function checkPlaces({ snapshot }: Relations): Violation[] {
  return snapshot.events.flatMap((event): Violation[] => {
    const active = snapshot.registrations.filter(
      (registration) => registration.eventId === event.id && isActive(registration),
    );
    const found: Violation[] = [];
    for (const [email, all] of Map.groupBy(active, (each) => normalizeEmail(each.email))) {
      if (all.length < 2) continue;
      const ids = all.map(({ id }) => id).join(" and ");
      found.push({ kind: "registered-twice", said: `${email} is in ${event.slug} as ${ids}.` });
    }
    const { slug, capacity, taken } = event;
    if (capacity === null) return found;
    if (active.length > capacity)
      found.push({
        kind: "oversold",
        said: `${slug} has ${capacity} places for ${active.length}.`,
      });
    if (active.length !== taken)
      found.push({
        kind: "places-miscounted",
        said: `${slug} counts ${taken} places as taken, and ${active.length} are.`,
      });
    return found;
  });
}
