import { hashSecret } from "@/lib/seal";
import { SEALED_SHUT } from "../sealed-shut";
import type { SeenEnrolment, SeenRegistration } from "../snapshot";
import { name, type Relations, works } from "./relations";
import type { Violation } from "./violation";

/** Is everybody enrolled who should be, nobody else, each with the link that opens? */
export function checkEnrolments(relations: Relations): Violation[] {
  const { snapshot } = relations;
  return [
    ...snapshot.registrations.flatMap((registration) => checkOne(registration, relations)),
    ...checkRegistrants(relations),
    ...checkShared(relations),
  ];
}

function checkOne(registration: SeenRegistration, relations: Relations): Violation[] {
  const who = name(relations, registration);
  const enrolment = relations.enrolmentOf(registration.id);
  // Nobody is enrolled before there is a place.
  if (!enrolment && registration.place !== "taken") return [];
  if (!enrolment) return [{ kind: "not-enrolled", said: `${who} has no enrolment.` }];
  const { wanted, state, reason } = enrolment;
  const is = `is ${state}, wanted ${wanted}${reason ? `, because of ${reason}` : ""}`;
  if (registration.place !== "taken") {
    if (wanted === "withdrawn" && state === "withdrawn") return [];
    return [{ kind: "not-withdrawn", said: `${who} is ${registration.place}, but ${is}.` }];
  }
  if (wanted !== "enrolled" || state !== "enrolled")
    return [{ kind: "not-enrolled", said: `${who} ${is}.` }];
  if (enrolment.link === null || enrolment.link === SEALED_SHUT)
    return [
      { kind: "link-missing", said: `${who} is enrolled, and the link is ${enrolment.link}.` },
    ];
  return [
    ...checkGenerations(registration, enrolment, relations),
    ...checkLink(registration, enrolment, enrolment.link, relations),
  ];
}

/** Is it theirs, and does it open? */
export function checkLink(
  registration: SeenRegistration,
  enrolment: SeenEnrolment,
  link: string,
  relations: Relations,
): Violation[] {
  if (enrolment.registrar === "direct") return checkPersonalLink(registration, link, relations);
  if (registration.personalHash === null)
    return checkJoinLink(registration, enrolment, link, relations);
  const said = `${name(relations, registration)} has a personal link beside Microsoft's.`;
  return [{ kind: "two-links", said }];
}

/** Of whoever was moved: one link, nothing left at the other end, and nobody forgotten on the way. */
function checkGenerations(
  registration: SeenRegistration,
  current: SeenEnrolment,
  relations: Relations,
): Violation[] {
  const who = name(relations, registration);
  const all = relations.generationsOf(registration.id);
  const event = relations.eventOf(registration);
  const isThere = current.meeting === event?.meeting && current.registrar === event.registrar;
  if (!isThere && !all.some((each) => each !== current && isKept(each))) {
    const said = `${who} has a link of ${current.registrar} for another meeting than the event's.`;
    return [{ kind: "left-behind-by-a-move", said }];
  }
  return all.flatMap((each): Violation[] => {
    if (each === current || each.state === "withdrawn") return [];
    const said = `${who} has generation ${each.generation} ${each.state}, wanted ${each.wanted}, beside ${current.generation}.`;
    if (works(each)) return [{ kind: "two-links", said }];
    if (each.wanted === "withdrawn") return [{ kind: "not-withdrawn", said }];
    return isKept(each) ? [] : [{ kind: "left-behind-by-a-move", said }];
  });
}

/** Whom a stopped move holds, and whom the new registrar refuses, keeps the old link. */
function isKept({ wanted, state, move }: SeenEnrolment): boolean {
  return wanted === "enrolled" && (move === "stopped" || state === "failed");
}

function checkPersonalLink(
  registration: SeenRegistration,
  link: string,
  relations: Relations,
): Violation[] {
  const { snapshot } = relations;
  const start = `${snapshot.publicUrl}/j/`;
  const hash = link.startsWith(start) ? hashSecret(link.slice(start.length)) : null;
  if (hash === registration.personalHash) return [];
  const other = snapshot.registrations.find((each) => each.personalHash === hash);
  const who = name(relations, registration);
  if (other)
    return [{ kind: "link-of-another", said: `${who} has the link of ${name(relations, other)}.` }];
  return [{ kind: "link-stale", said: `${who} has the link ${link}, which opens nothing.` }];
}

function checkJoinLink(
  registration: SeenRegistration,
  { meeting, registrantId, remoteId }: SeenEnrolment,
  link: string,
  relations: Relations,
): Violation[] {
  const who = name(relations, registration);
  const named = namedIn(link);
  if (named !== (remoteId ?? registrantId)) {
    const said = `${who} is registrant ${registrantId}, and the link names ${named}.`;
    return [{ kind: "link-of-another", said }];
  }
  const registrant = relations.snapshot.registrants.find(
    (each) => each.meeting === meeting && each.id === registrantId,
  );
  if (!registrant) {
    const said = `${who} is enrolled, and Microsoft knows no registrant ${registrantId}.`;
    return [{ kind: "registrant-missing", said }];
  }
  if (registrant.link === link || registrant.link === null) return [];
  const said = `${who} has the link ${link}, and only ${registrant.link} opens.`;
  return [{ kind: "link-stale", said }];
}

/** The registrant whose link it is (graph.md: the context's `prid`). */
export function namedIn(link: string): string | null {
  const context = URL.parse(link)?.searchParams.get("context") ?? "";
  return /"prid"\s*:\s*"([^"]*)"/.exec(context)?.[1] ?? null;
}

/** Microsoft's side: every registrant is wanted, and nobody is there twice. */
function checkRegistrants(relations: Relations): Violation[] {
  const { snapshot, enrolmentOf, registrations } = relations;
  const found: Violation[] = [];
  const persons = new Map<string, string>();
  for (const { meeting, id } of snapshot.registrants) {
    const enrolment = snapshot.enrolments.find((each) => each.registrantId === id);
    const registration = enrolment && registrations.get(enrolment.registrationId);
    if (!enrolment || !registration) {
      const said = `Microsoft has a registrant ${id} of whom nothing is known.`;
      found.push({ kind: "registrant-left-behind", said });
      continue;
    }
    const who = name(relations, registration);
    const current = enrolmentOf(registration.id) === enrolment && enrolment.meeting === meeting;
    if (!current || registration.place !== "taken") {
      const said = `Microsoft still has registrant ${id}: ${who}, ${registration.place}.`;
      found.push({ kind: "registrant-left-behind", said });
    }
    const before = persons.get(registration.id);
    if (before) {
      const said = `Microsoft has ${who} twice, as ${before} and ${id}.`;
      found.push({ kind: "registrant-doubled", said });
    }
    persons.set(registration.id, id);
  }
  return found;
}

/** One link for two people. */
function checkShared({ snapshot }: Relations): Violation[] {
  const enrolled = snapshot.enrolments.filter(
    ({ link, state }) => state === "enrolled" && link !== null && link !== SEALED_SHUT,
  );
  return [...Map.groupBy(enrolled, ({ link }) => link)]
    .filter(([, all]) => all.length > 1)
    .map(([link, all]) => ({
      kind: "link-of-another",
      said: `${all.map((each) => each.registrationId).join(" and ")} have one link, ${link}.`,
    }));
}
