import type { Book, DateChange, Promised } from "../promises";
import type { SeenDate, SeenEntry, SeenRegistration, Snapshot } from "../snapshot";
import { isActive, isCounted, name, type Relations } from "./relations";
import type { Violation } from "./violation";

/**
 * Where people choose among dates: no place of one sold twice or leaked, everybody comes to what they
 * were told, and their calendar says the same.
 */
export function checkDates(book: Book, relations: Relations): Violation[] {
  const { dates, registrations } = relations.snapshot;
  if (dates.length === 0) return [];
  const byEvent = Map.groupBy(dates, ({ eventId }) => eventId);
  const entries = newestEntries(relations.snapshot);
  return [
    ...dates.flatMap((date) => checkDate(date, book, relations)),
    ...registrations.flatMap((registration) => {
      const own = byEvent.get(registration.eventId) ?? [];
      if (own.length === 0) return [];
      return [
        ...checkChosen(registration, own, book, relations),
        ...checkEntries(registration, own, entries, relations),
      ];
    }),
  ];
}

function checkDate(date: SeenDate, book: Book, relations: Relations): Violation[] {
  const people = date.chosen.filter(({ registrationId, givenUp }) => {
    const registration = relations.registrations.get(registrationId);
    return !givenUp && registration?.eventId === date.eventId && isCounted(registration);
  });
  const found = checkEdits(date, book);
  const newest = Math.max(...people.map(({ at }) => at));
  const places = placesSince(newest, date, book);
  if (people.length > places)
    found.push({
      kind: "date-oversold",
      said: `The date ${date.id} had ${places} places when the last of its ${people.length} people came.`,
    });
  const free = (date.places ?? Number.POSITIVE_INFINITY) - people.length;
  if (date.free !== free)
    found.push({
      kind: "date-miscounted",
      said: `Sign-ups count ${date.free} places free on the date ${date.id}, and ${free} are.`,
    });
  return found;
}

/**
 * The most places that the date can have had since then: fewer take nobody's, so more people than
 * places are right where they all came before.
 */
function placesSince(then: number, date: SeenDate, book: Book): number {
  const edits = editsOf(date, book, "places");
  const known = edits.findLastIndex(({ kind, at }) => kind === "edited-date" && at <= then);
  const possible = edits.slice(Math.max(known, 0)).map(({ change }) => change.places);
  const { places } = date;
  return Math.max(...(possible.length > 0 ? possible : [places ?? Number.POSITIVE_INFINITY]));
}

type AllOf<T> = T extends unknown ? keyof T : never;
type Edit<Key extends AllOf<DateChange>> = Promised & { kind: "editing-date" | "edited-date" } & {
  change: Extract<DateChange, Record<Key, unknown>>;
};

function editsOf<Key extends AllOf<DateChange>>(
  { id }: SeenDate,
  book: Book,
  key: Key,
): Edit<Key>[] {
  return book.filter(
    (each): each is Edit<Key> =>
      (each.kind === "editing-date" || each.kind === "edited-date") &&
      each.date === id &&
      key in each.change,
  );
}

/** What an organizer last was told of the date stands, unless a later change was cut off and took. */
function checkEdits(date: SeenDate, book: Book): Violation[] {
  return [
    ...checkEdit(
      date,
      date.places,
      editsOf(date, book, "places").map((each) => ({ ...each, wanted: each.change.places })),
    ),
    ...checkEdit(
      date,
      date.startsAt,
      editsOf(date, book, "startsAt").map((each) => ({ ...each, wanted: each.change.startsAt })),
    ),
    ...checkEdit(
      date,
      date.cancelled,
      editsOf(date, book, "cancelled").map((each) => ({ ...each, wanted: each.change.cancelled })),
    ),
  ];
}

function checkEdit<T>(
  { id }: SeenDate,
  is: T,
  edits: readonly { kind: "editing-date" | "edited-date"; wanted: T }[],
): Violation[] {
  const last = edits.findLastIndex(({ kind }) => kind === "edited-date");
  if (last === -1 || edits.slice(last).some(({ wanted }) => wanted === is)) return [];
  const said = `The date ${id} was saved as ${edits[last]?.wanted}, and is ${is}.`;
  return [{ kind: "date-edit-lost", said }];
}

/** Whoever has a place chose a date, and the dates that they were told are theirs. */
function checkChosen(
  registration: SeenRegistration,
  dates: readonly SeenDate[],
  book: Book,
  relations: Relations,
): Violation[] {
  if (!isCounted(registration)) return [];
  const who = name(relations, registration);
  const own = dates.filter(({ chosen }) =>
    chosen.some((each) => each.registrationId === registration.id && !each.givenUp),
  );
  if (own.length === 0)
    return [{ kind: "date-missing", said: `${who} has a place, and comes to no date.` }];
  const told = book.filter(
    (each): each is Promised & { dates: readonly string[] } =>
      "dates" in each && relations.opened(each.secret)?.id === registration.id,
  );
  // What was told of the sign-up, wherever it stands in the book, was true before any change.
  const first = told.filter(({ kind }) => kind === "pass");
  const changes = told.filter(({ kind }) => kind !== "pass");
  const last = changes.findLastIndex(({ kind }) => kind !== "changing-dates");
  const possible = last === -1 ? [...first, ...changes] : changes.slice(last);
  if (last === -1 && first.length === 0) return [];
  // One that was cancelled stays with who chose it, and can't be chosen any more.
  const coming = new Set(dates.filter(({ cancelled }) => !cancelled).map(({ id }) => id));
  const text = (ids: readonly string[]) =>
    ids
      .filter((id) => coming.has(id))
      .sort()
      .join(" and ");
  const is = text(own.map(({ id }) => id));
  if (possible.some((each) => text(each.dates) === is)) return [];
  const said = `${who} was told to come to ${text(possible[0]?.dates ?? [])}, and comes to ${is}.`;
  return [{ kind: "dates-lost", said }];
}

/** What a calendar keeps of all the mails: the highest of each entry, the later one of equals. */
function newestEntries({ messages }: Snapshot): Map<string, SeenEntry> {
  const newest = new Map<string, SeenEntry>();
  for (const entry of messages.flatMap(({ entries }) => entries))
    if (entry.sequence >= (newest.get(entry.uid)?.sequence ?? 0)) newest.set(entry.uid, entry);
  return newest;
}

/** Their calendar has each date that they come to, at its time, and no other one. */
function checkEntries(
  registration: SeenRegistration,
  dates: readonly SeenDate[],
  entries: ReadonlyMap<string, SeenEntry>,
  relations: Relations,
): Violation[] {
  const { snapshot } = relations;
  const hasLeft = snapshot.mails.some(
    ({ registrationId, kind }) => registrationId === registration.id && kind === "withdrawn",
  );
  // Another mail may tell of several places that an address gave up; it names none of them.
  if (isActive(registration) ? registration.place !== "taken" : !hasLeft) return [];
  return dates.flatMap((date): Violation[] => {
    const chosen = date.chosen.find((each) => each.registrationId === registration.id);
    if (!chosen) return [];
    const entry = entries.get(chosen.uid);
    const has = entry ? (entry.cancelled ? "nothing any more" : entry.startsAt) : "nothing";
    const isTheirs = registration.place === "taken" && !chosen.givenUp;
    const comes = isTheirs && !date.cancelled;
    // Whose date was cancelled is told so, whatever they knew of it.
    const isRight = comes
      ? has === date.startsAt
      : has === "nothing any more" || (has === "nothing" && !isTheirs);
    if (isRight) return [];
    const is = comes ? `they come to it at ${date.startsAt}` : "they don't come to it";
    const said = `The calendar of ${name(relations, registration)} has ${has} on the date ${date.id}, and ${is}.`;
    return [{ kind: "entry-stale", said }];
  });
}
