import type { RosterView } from "@/lib/registrations/roster";

/** Rows a page. */
export const ROSTER_PAGE = 100;

export const VIEWS: readonly RosterView[] = [
  "all",
  "taken",
  "requests",
  "waitlist",
  "unconfirmed",
  "waiting",
  "trouble",
  "withdrawn",
];

/** Views of events that give their places in some other way: shown where there is something in them. */
export const SELDOM: readonly RosterView[] = ["requests", "waitlist", "unconfirmed"];

/** Views whose people can be marked, to decide on several at once. */
export function isMarkable(view: RosterView): view is "requests" | "waitlist" {
  return view === "requests" || view === "waitlist";
}

/** What the roster's address says: `?view=waiting&q=lindqvist&cursor=…&person=…`. */
export interface RosterAddress {
  view: RosterView;
  query: string;
  cursor: string | null;
  person: string | null;
  /** Only who comes to this date, where people choose. */
  date?: string | null;
  /** The person is about to lose their place: without JavaScript the question is a page. */
  ask: "withdraw" | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** Reads what may be anything; what isn't understood counts as absent. */
export function readRosterAddress(search: { get(name: string): string | null }): RosterAddress {
  const person = search.get("person");
  const date = search.get("date");
  return {
    view: VIEWS.find((view) => view === search.get("view")) ?? "all",
    query: (search.get("q") ?? "").slice(0, 200),
    cursor: search.get("cursor"),
    person: person && isUuid(person) ? person : null,
    ...(date && isUuid(date) ? { date } : {}),
    ask: search.get("ask") === "withdraw" ? "withdraw" : null,
  };
}

/** `?…` for this address, empty for the roster's first look. */
export function rosterSearch({ view, query, date, cursor, person, ask }: RosterAddress): string {
  const search = new URLSearchParams();
  if (view !== "all") search.set("view", view);
  if (query) search.set("q", query);
  if (date) search.set("date", date);
  if (cursor) search.set("cursor", cursor);
  if (person) search.set("person", person);
  if (person && ask) search.set("ask", ask);
  const text = search.toString();
  return text ? `?${text}` : "";
}
