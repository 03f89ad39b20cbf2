import { oneLine } from "@/lib/calendar/plain-text";

const MAX_LENGTH = 180;

/**
 * Text for a header: one line, no controls and none of the invisible and turning marks that make a
 * name read otherwise than it is written (joiners, which Persian and emoji need, stay), cut to a
 * length that every client shows.
 */
export function headerText(text: string): string {
  const characters = [...oneLine(text).replace(/[\u00ad\u200b\u2060\ufeff]/g, "")];
  return characters.length <= MAX_LENGTH
    ? characters.join("")
    : `${characters.slice(0, MAX_LENGTH - 1).join("")}…`;
}

/** The bare address of `MAIL_FROM`: `Usher <places@usher.example>` or `places@usher.example`. */
export function addressOf(mailFrom: string): string {
  return /<([^<>\s]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
}

/** The host that a Message-ID ends with. */
export function messageHost(mailFrom: string): string {
  return addressOf(mailFrom).split("@")[1] ?? "usher.invalid";
}
