import { scrub } from "@/lib/scrub";
import { headerText } from "../header-text";

/** What a mail server tells of a mail after it took it. */
export interface Bounce {
  mailId: string;
  /** `failed`: it came back. `delayed`: the other side doesn't take it yet, and it is tried on. */
  action: "failed" | "delayed";
  /** Enhanced status code (RFC 3463), such as `5.1.1`; null: not told. */
  status: string | null;
  /** What the other side said, without addresses and links; null: nothing. */
  said: string | null;
}

/** Makes a bounce of what is told, keeping of it nothing but the status and one line. */
export function bounceOf(
  mailId: string,
  action: Bounce["action"],
  told: { status?: string | null; said?: string | null },
): Bounce {
  const texts = [told.status ?? "", told.said ?? ""];
  return {
    mailId,
    action,
    status: firstIn(texts, enhancedIn) ?? firstIn(texts, classIn),
    said: oneCleanLine(texts[1] ?? ""),
  };
}

/** Key of the catalog `reasons.mail`. */
export function bounceReason({ action, status }: Bounce): string {
  if (action === "delayed") return "delayed";
  const [kind, subject, detail] = (status ?? "").split(".");
  switch (`${subject}.${detail}`) {
    case "1.1":
    case "1.3":
    case "1.6":
      return "no-mailbox";
    case "1.2":
    case "1.10":
    case "4.4":
      return kind === "5" ? "no-domain" : "gave-up";
    case "2.1":
      return "mailbox-off";
    case "2.2":
      return "mailbox-full";
    case "4.7":
      return "gave-up";
  }
  if (subject === "7") return "blocked";
  return kind === "4" ? "gave-up" : "came-back";
}

/** Reasons that may pass by themselves. */
export const PASSING_REASONS: readonly string[] = ["mailbox-full", "gave-up"];

/** Would the same mail come back again, as long as nobody changes the address or its rules? */
export function isForGood(status: string | null, reason: string | null): boolean {
  return !PASSING_REASONS.includes(reason ?? "") && !status?.startsWith("4");
}

function firstIn(texts: string[], find: (text: string) => string | null): string | null {
  return texts.map(find).find((found) => found !== null) ?? null;
}

function enhancedIn(text: string): string | null {
  return /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/.exec(text)?.[0] ?? null;
}

/** The class of an SMTP reply, as an enhanced code that says no more. */
function classIn(text: string): string | null {
  const [, digit] = /(?<![\d.])([45])\d\d(?!\.?\d)/.exec(text) ?? [];
  return digit ? `${digit}.0.0` : null;
}

/**
 * One line for the organizer. The other side may repeat what it was sent, or an address that the
 * attendee has their mail passed on to, which is nobody's business here.
 */
function oneCleanLine(text: string): string | null {
  const line = scrub(text.replace(/^\s*[\w-]+\s*;\s*/, ""))
    .replace(/(?:\bhttps?:\/\/|\bwww\.)[^\s"'<>]+/gi, "[link]")
    .replace(/[\w-]{22,}/g, "[…]");
  return headerText(line) || null;
}
