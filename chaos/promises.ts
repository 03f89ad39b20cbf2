/**
 * What the people of the load were told, or asked for without an answer. Only what was received
 * whole is a promise; what was cut off may have happened or not.
 */
export type Promised =
  /** A sign-up led to a pass (`/r/{secret}`). */
  | { kind: "pass"; slug: string; email: string; secret: string }
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
  | { kind: "edited"; slug: string; title: string; capacity: number | null; tells: boolean };

/** Promises in the order in which they were made. */
export type Book = Promised[];
