/**
 * What the people of the load were told, or asked for without an answer. Only what was received
 * whole is a promise; what was cut off may have happened or not.
 */
export type Promised =
  /** A sign-up led to a pass (`/r/{secret}`), and where people choose among dates these were ticked. */
  | { kind: "pass"; slug: string; email: string; secret: string; dates: readonly string[] }
  /** A sign-up led to "look into your mailbox". */
  | { kind: "mailbox"; slug: string; email: string }
  /** A pass showed this join link. */
  | { kind: "link"; secret: string; link: string }
  /** The button that gives up a place was pressed, whatever came of it. */
  | { kind: "giving-up"; secret: string }
  /** After that, the pass said that the place is given up. */
  | { kind: "given-up"; secret: string }
  /** The editor was sent, whatever came of it. */
  | { kind: "editing"; slug: string; title: string; capacity: number | null; tells: boolean }
  /** The editor said that it is saved and, where it `tells`, that people hear of the new title. */
  | { kind: "edited"; slug: string; title: string; capacity: number | null; tells: boolean }
  /** A pass showed these as the dates that its holder comes to. */
  | { kind: "dates-shown"; secret: string; dates: readonly string[] }
  /** The button that saves other dates was pressed, whatever came of it. */
  | { kind: "changing-dates"; secret: string; dates: readonly string[] }
  /** After that, the pass said that they are saved. */
  | { kind: "dates-saved"; secret: string; dates: readonly string[] }
  /** The organizer changed one date, whatever came of it. */
  | { kind: "editing-date"; at: number; date: string; change: DateChange }
  /** And was told that it is so. */
  | { kind: "edited-date"; at: number; date: string; change: DateChange };

/** What of a date is as the organizer wants it; a time as ISO 8601 in UTC. */
export type DateChange = { places: number } | { startsAt: string } | { cancelled: true };

/** Promises in the order in which they were made. */
export type Book = Promised[];
