import type { MailKind, Place } from "@/lib/db/schema";
import { hashSecret } from "@/lib/seal";
import type { SeenRegistration, Snapshot } from "../snapshot";
import { namedIn } from "./check-enrolments";
import { passesIn } from "./check-promises";
import { name, type Relations } from "./relations";
import type { Violation } from "./violation";

/** Kinds that bring a pass, and are pointless once the place is given up. */
const FOR_HOLDERS: MailKind[] = [
  "confirmation",
  "link",
  "again",
  "confirm_address",
  "waiting",
  "offer",
  "requested",
  "approved",
  "changed",
  "moved",
  "reminder",
  "resent",
  "replaced",
  "dates",
];

/** What tells somebody how it stands while there is no place that they have. */
const TOLD: Partial<Record<Place, MailKind[]>> = {
  held: ["confirm_address"],
  waitlisted: ["waiting", "confirm_address"],
  awaiting_approval: ["requested", "confirm_address"],
  offered: ["offer"],
  declined: ["declined"],
  withdrawn: ["withdrawn", "left"],
};

type SeenMail = Snapshot["mails"][number];
type Message = Snapshot["messages"][number];

/** Did every promised mail arrive, at the right address, with the right pass and link, once? */
export function checkMails(relations: Relations, kills: number): Violation[] {
  const { snapshot } = relations;
  const rows = new Map(snapshot.mails.map((mail) => [mail.id, mail]));
  const arrived = Map.groupBy(snapshot.messages, ({ messageId }) => promiseOf(messageId));
  return [
    ...snapshot.mails.flatMap((mail) => checkMail(mail, arrived.get(mail.id) ?? [], relations)),
    ...snapshot.registrations.flatMap((each) => checkTold(each, relations, arrived)),
    ...snapshot.messages.flatMap((message) => checkOrigin(message, rows, relations)),
    ...checkDoubles(snapshot, kills),
  ];
}

/** The promised mail that a message is: its id stands in the Message-ID. */
function promiseOf(messageId: string): string {
  return /^<\w+\.([\w-]{36})@/.exec(messageId)?.[1] ?? "";
}

function checkMail(mail: SeenMail, arrived: Message[], relations: Relations): Violation[] {
  const registration = relations.registrations.get(mail.registrationId);
  if (!registration) return [];
  const what = `The ${mail.kind} mail ${mail.id} to ${name(relations, registration)}`;
  if (mail.state !== "sent") return [{ kind: "mail-not-sent", said: `${what} is ${mail.state}.` }];
  if (arrived.length === 0)
    return [{ kind: "mail-never-came", said: `${what} was sent, and nothing arrived.` }];
  return arrived.flatMap((message) => checkMessage(what, message, mail, registration, relations));
}

function checkMessage(
  what: string,
  { to, text }: Message,
  mail: SeenMail,
  registration: SeenRegistration,
  relations: Relations,
): Violation[] {
  const found: Violation[] = [];
  if (to.length !== 1 || !isMailbox(to[0], registration.email))
    found.push({ kind: "mail-to-another", said: `${what} went to ${to.join(", ")}.` });
  const opened = passesIn(text).map((secret) => relations.passOf(secret));
  const right = opened.every((pass) => pass?.registrationId === registration.id && pass.proved);
  if (!right || (opened.length === 0 && FOR_HOLDERS.includes(mail.kind)))
    found.push({ kind: "mail-without-pass", said: `${what} holds no pass that opens it.` });
  // A mail from before a move told what was right then.
  const theirs = new Set<string | null>([registration.personalHash, ...registration.endedHashes]);
  for (const { registrantId, remoteId } of relations.generationsOf(registration.id))
    theirs.add(remoteId ?? registrantId);
  theirs.delete(null);
  for (const link of linksIn(text, relations.snapshot.publicUrl))
    if (!theirs.has(link.named))
      found.push({ kind: "mail-with-anothers-link", said: `${what} holds ${link.url}.` });
  return found;
}

/** Is it the address that was typed? A domain may be written in any case, a name may not. */
function isMailbox(to: string | undefined, typed: string): boolean {
  const plain = (address = "") => address.replace(/@.*$/, (domain) => domain.toLowerCase());
  return plain(to) === plain(typed);
}

/** Links into a meeting, with whose they are: a registrant's id, or a personal link's hash. */
function linksIn(text: string, publicUrl: string): { url: string; named: string | null }[] {
  return [...text.matchAll(/https?:\/\/\S+/g)].flatMap(([url]) => {
    if (url.startsWith("https://teams.microsoft.com/")) return [{ url, named: namedIn(url) }];
    if (url.startsWith(`${publicUrl}/j/`))
      return [{ url, named: hashSecret(url.slice(`${publicUrl}/j/`.length)) }];
    return [];
  });
}

/** Whoever is in has the link in the mailbox; whoever is not reads there how it stands. */
function checkTold(
  registration: SeenRegistration,
  relations: Relations,
  arrived: Map<string, Message[]>,
): Violation[] {
  const { snapshot } = relations;
  const mails = snapshot.mails.filter((each) => each.registrationId === registration.id);
  const who = name(relations, registration);
  if (registration.place !== "taken") {
    const expected = TOLD[registration.place] ?? [];
    const isQuiet = expected.length === 0 || registration.unconfirmed;
    // One mail tells an address of the places that were given up within an hour.
    const told =
      registration.place === "withdrawn"
        ? snapshot.mails.filter(({ registrationId }) => {
            const other = relations.registrations.get(registrationId);
            return (
              other?.eventId === registration.eventId &&
              other.emailNormalized === registration.emailNormalized
            );
          })
        : mails;
    if (isQuiet || told.some(({ kind }) => expected.includes(kind))) return [];
    const said = `No mail tells ${who} that the place is ${registration.place}.`;
    return [{ kind: "mail-not-sent", said }];
  }
  const link = relations.enrolmentOf(registration.id)?.link ?? null;
  const isTold =
    link !== null &&
    mails.some(({ id }) => arrived.get(id)?.some((message) => message.text.includes(link)));
  return isTold
    ? []
    : [{ kind: "mail-without-link", said: `No mail brings ${who} the link ${link}.` }];
}

/**
 * A message is a promised mail; or its promise went with the place that was given up meanwhile, or
 * with the next change, which tells more.
 */
function checkOrigin(
  { messageId, to }: Message,
  rows: Map<string, SeenMail>,
  { snapshot }: Relations,
): Violation[] {
  if (rows.has(promiseOf(messageId))) return [];
  const kind = /^<(\w+)\./.exec(messageId)?.[1];
  const overtaken =
    FOR_HOLDERS.some((each) => each === kind) &&
    snapshot.registrations.some(({ email, place }) => isMailbox(to[0], email) && place !== "taken");
  // The next move gave another link, and its own mail says so; so does the next change of dates.
  if (overtaken || kind === "changed" || kind === "moved" || kind === "dates") return [];
  return [{ kind: "mail-of-nobody", said: `${messageId} to ${to.join(", ")} was never promised.` }];
}

/** SMTP has no exactly-once: a kill between its answer and our commit sends one mail again. */
function checkDoubles({ messages }: Snapshot, kills: number): Violation[] {
  const all = Map.groupBy(messages, ({ messageId }) => messageId);
  const doubles = messages.length - all.size;
  if (doubles <= kills) return [];
  const worst = [...all].filter(([, each]) => each.length > 1).map(([id]) => id);
  const said = `${doubles} mails arrived again after ${kills} kills: ${worst.slice(0, 5).join(" ")}.`;
  return [{ kind: "mail-doubled", said }];
}
