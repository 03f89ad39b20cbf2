import { normalizeEmail } from "@/lib/registrations/normalize-email";
import type { Book, Promised } from "../promises";
import { isActive, name, type Relations } from "./relations";
import type { Violation } from "./violation";

/** Is everything there that somebody was told? */
export function checkPromises(book: Book, relations: Relations): Violation[] {
  const givenUp = pressed(book, relations);
  return [
    ...book.flatMap((promised) => checkPromise(promised, relations)),
    ...checkPlacesKept(relations, givenUp),
    ...checkMailboxes(book, relations, givenUp),
    ...checkEdits(book, relations),
    ...checkTellings(book, relations),
  ];
}

function checkPromise(promised: Promised, relations: Relations): Violation[] {
  switch (promised.kind) {
    case "pass":
      return checkPass(promised, relations);
    case "given-up": {
      const registration = relations.opened(promised.secret);
      if (!registration || registration.place === "withdrawn") return [];
      const said = `${name(relations, registration)} was told that the place is given up, and it is ${registration.place}.`;
      return [{ kind: "withdrawal-undone", said }];
    }
    case "link": {
      const registration = relations.opened(promised.secret);
      if (registration?.place !== "taken") return [];
      const link = relations.enrolmentOf(registration.id)?.link;
      if (link === promised.link || hasMoved(relations, registration.id)) return [];
      const said = `${name(relations, registration)} was shown ${promised.link}, and stored is ${link}.`;
      return [{ kind: "shown-link-replaced", said }];
    }
    default:
      return [];
  }
}

/** A move gives everybody another link. */
function hasMoved(relations: Relations, registrationId: string): boolean {
  return relations.generationsOf(registrationId).some(({ move }) => move !== null);
}

function checkPass(
  { slug, email, secret }: Promised & { kind: "pass" },
  relations: Relations,
): Violation[] {
  const registration = relations.opened(secret);
  if (!registration)
    return [
      { kind: "pass-lost", said: `${email} at ${slug} was given a pass that opens nothing.` },
    ];
  const right =
    relations.eventOf(registration)?.slug === slug &&
    registration.emailNormalized === normalizeEmail(email);
  if (right) return [];
  const said = `The pass given to ${email} at ${slug} opens ${name(relations, registration)}.`;
  return [{ kind: "pass-of-another", said }];
}

/** Registrations for which somebody pressed the button that gives them up. */
function pressed(book: Book, relations: Relations): Set<string | undefined> {
  return new Set(
    book.flatMap((promised) =>
      promised.kind === "giving-up" ? [relations.opened(promised.secret)?.id] : [],
    ),
  );
}

function checkPlacesKept(relations: Relations, givenUp: Set<string | undefined>): Violation[] {
  return relations.snapshot.registrations
    .filter((registration) => !isActive(registration) && !givenUp.has(registration.id))
    .map((registration) => ({
      kind: "place-lost",
      said: `${name(relations, registration)} is ${registration.place}, and nobody gave that place up.`,
    }));
}

/** "Look into your mailbox": something is there that leads to a registration. */
function checkMailboxes(
  book: Book,
  relations: Relations,
  givenUp: Set<string | undefined>,
): Violation[] {
  return book.flatMap((promised): Violation[] => {
    if (promised.kind !== "mailbox") return [];
    const { slug, email } = promised;
    const registered = relations.registered(slug, email);
    if (registered.length === 0) {
      const said = `${email} was sent to the mailbox by ${slug}, and is not registered there.`;
      return [{ kind: "registration-lost", said }];
    }
    const led = registered.some(
      ({ id }) =>
        givenUp.has(id) ||
        relations.snapshot.messages.some(({ text }) =>
          passesIn(text).some((each) => relations.opened(each)?.id === id),
        ),
    );
    if (led) return [];
    const said = `${email} was sent to the mailbox by ${slug}, and no mail there holds a pass for it.`;
    return [{ kind: "mail-never-came", said }];
  });
}

/** Secrets of the passes that a text leads to. */
export function passesIn(text: string): string[] {
  return [...text.matchAll(/\/r\/([\w-]{22})(?![\w-])/g)].map(([, secret = ""]) => secret);
}

/** What the editor last said is saved stands, unless a later save was cut off and took. */
function checkEdits(book: Book, relations: Relations): Violation[] {
  return relations.snapshot.events.flatMap((event): Violation[] => {
    const edits = book.filter(
      (each): each is Promised & { kind: "edited" | "editing" } =>
        (each.kind === "edited" || each.kind === "editing") && each.slug === event.slug,
    );
    const last = edits.findLastIndex(({ kind }) => kind === "edited");
    if (last === -1) return [];
    const stands = edits
      .slice(last)
      .some(({ title, capacity }) => title === event.title && capacity === event.capacity);
    if (stands) return [];
    const { title, capacity } = edits[last] as Promised & { kind: "edited" };
    const said = `${event.slug} was saved as "${title}" for ${capacity}, and is "${event.title}" for ${event.capacity}.`;
    return [{ kind: "edit-lost", said }];
  });
}

/** Where the last save told people, everybody with a place has a mail with the title that stands. */
function checkTellings(book: Book, relations: Relations): Violation[] {
  const { events, registrations, messages } = relations.snapshot;
  return events.flatMap((event): Violation[] => {
    const last = book.findLast(
      (each): each is Promised & { kind: "edited" | "editing" } =>
        (each.kind === "edited" || each.kind === "editing") && each.slug === event.slug,
    );
    if (last?.kind !== "edited" || !last.tells || last.title !== event.title) return [];
    const told = new Set(
      messages
        .filter(({ text }) => text.includes(event.title))
        .flatMap(({ to }) => to.map(normalizeEmail)),
    );
    return registrations
      .filter(({ eventId, place }) => eventId === event.id && place === "taken")
      .filter(({ emailNormalized }) => !told.has(emailNormalized))
      .map((registration): Violation => {
        const said = `${name(relations, registration)} has no mail that says "${event.title}".`;
        return { kind: "change-not-told", said };
      });
  });
}
