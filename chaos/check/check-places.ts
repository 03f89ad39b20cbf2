import { normalizeEmail } from "@/lib/registrations/normalize-email";
import { isActive, isCounted, isNext, type Relations } from "./relations";
import type { Violation } from "./violation";

/** No place sold twice, none leaked, none free beside somebody who waits, nobody in twice. (The load only ever raises a capacity.) */
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
    const { slug, capacity, occupied } = event;
    if (capacity === null) return found;
    const counted = active.filter(isCounted).length;
    const waiting = active.filter(isNext).length;
    if (counted > capacity)
      found.push({
        kind: "oversold",
        said: `${slug} has ${capacity} places for ${counted}.`,
      });
    if (counted !== occupied)
      found.push({
        kind: "places-miscounted",
        said: `${slug} counts ${occupied} places as occupied, and ${counted} are.`,
      });
    if (counted < capacity && waiting > 0)
      found.push({
        kind: "waiting-beside-a-place",
        said: `${slug} has ${capacity - counted} places free, and ${waiting} wait for one.`,
      });
    return found;
  });
}
