import type { Snapshot } from "../snapshot";
import { checkLink } from "./check-enrolments";
import { checkPlaces } from "./check-places";
import { name, relate, works } from "./relations";
import type { Violation } from "./violation";

/**
 * What never may be at any instant, whatever is under way: more places than there are, two links for
 * one person, a link that opens nothing, or none any more for somebody who had one.
 */
export function checkAlways(snapshot: Snapshot, before: Snapshot): Violation[] {
  const relations = relate(snapshot);
  const earlier = relate(before);
  const holders = snapshot.registrations.filter(({ place }) => place === "taken");
  return [
    ...checkPlaces(relations).filter(({ kind }) => kind !== "waiting-beside-a-place"),
    ...holders.flatMap((registration): Violation[] => {
      const who = name(relations, registration);
      const working = relations.generationsOf(registration.id).filter(works);
      const [current] = working;
      if (working.length > 1) return [{ kind: "two-links", said: `${who} has two links.` }];
      if (current?.link) return checkLink(registration, current, current.link, relations);
      const had = earlier.generationsOf(registration.id).some(works);
      return had ? [{ kind: "link-lost", said: `${who} had a link, and has none any more.` }] : [];
    }),
  ];
}
