import { ANNOUNCES, MEETING_ID } from "./invitation-words";
import { unfoldText } from "./unfold-text";

export type MeetingReference =
  /**
   * `url` in the form that Graph keeps and filters by; `asPasted` the link as it stood in the text
   * when that is another spelling, to be tried where the first finds nothing.
   */
  | { kind: "join-url"; url: string; asPasted: string | null }
  | { kind: "meeting-id"; digits: string }
  /** teams.live.com: meetings of personal accounts have no such API. */
  | { kind: "personal" }
  /** National clouds, which have no such API either. */
  | { kind: "government" }
  | { kind: "unreadable" };

/** An invitation has some 5,000 characters, its HTML a few times that. */
const MAX_LENGTH = 100_000;

const HOSTS =
  /(?<![\w.-])(?:((?:[a-z0-9-]{1,60}\.){0,3})teams\.(microsoft\.com|cloud\.microsoft|live\.com|microsoft\.us|microsoftonline\.cn)(?::\d{1,5})?(?=[/?#])|(?<scheme>msteams):(?=\/))/gi;

/** Within a link, spelled out: the chat thread and the message it starts at, then whose it is. */
const MEETUP =
  /^[^\s<>]{0,600}?\/l\/meetup-join\/(19:[\w+=.-]{1,300}@[a-z0-9.]{1,40})\/(\d{1,20})[^\s<>]{0,600}?[?&]context=(\{[^{}\n]{0,1000}\})/i;

const MEET = /^[^\s<>]{0,600}?\/meet\/(\d{9,16})(?!\d)/i;

const DIGITS = "([1-9](?:[ -]{0,2}\\d){8,15})(?![ -]?\\d)";
const LABELLED = new RegExp(`${MEETING_ID}${ANNOUNCES}${DIGITS}`, "giu");
const BARE = new RegExp(`^${DIGITS}$`, "u");

/**
 * The meeting that a pasted text means: a join link in any form and wrapping (graph.md, "Finding a
 * meeting"), a whole invitation, or a meeting ID by itself. A link counts for more than an ID.
 */
export function readMeetingReference(text: string): MeetingReference {
  const given = text.slice(0, MAX_LENGTH);
  const unfolded = unfoldText(given);
  const links = [...unfolded.matchAll(HOSTS)].map((match) => ({
    host: match.groups?.scheme ? "microsoft.com" : (match[2] ?? "").toLowerCase(),
    subdomain: (match[1] ?? "").toLowerCase(),
    rest: unfolded.slice(match.index + match[0].length, match.index + 4000),
  }));

  const ours = links.filter(isGlobal);
  for (const { rest } of ours) {
    const url = joinUrl(rest);
    if (url) return { kind: "join-url", url, asPasted: spelledOtherwise(given, url) };
  }
  for (const { rest } of ours) {
    const digits = MEET.exec(rest)?.[1];
    if (digits) return { kind: "meeting-id", digits };
  }
  if (links.some(({ host }) => host === "live.com")) return { kind: "personal" };
  if (links.some(({ host }) => /^microsoft(\.us|online\.cn)$/.test(host)))
    return { kind: "government" };

  const digits = labelledId(withoutTags(unfolded)) ?? BARE.exec(unfolded.trim())?.[1];
  return digits ? { kind: "meeting-id", digits: bare(digits) } : { kind: "unreadable" };
}

function isGlobal({ host, subdomain }: { host: string; subdomain: string }): boolean {
  return (host === "microsoft.com" || host === "cloud.microsoft") && /^(www\.)?$/.test(subdomain);
}

/** The link as Graph writes it: lower-case escapes, the tenant and the organizer and no more. */
function joinUrl(rest: string): string | null {
  const [, thread, message, context] = MEETUP.exec(rest) ?? [];
  if (!thread || !message || !context) return null;
  const tenant = contextValue(context, "Tid");
  const organizer = contextValue(context, "Oid");
  if (!tenant || !organizer) return null;
  const whose = JSON.stringify({ Tid: tenant, Oid: organizer });
  return `https://teams.microsoft.com/l/meetup-join/${escapeLower(lowerFrame(thread))}/${message}?context=${escapeLower(whose)}`;
}

function contextValue(context: string, name: string): string | null {
  const found = new RegExp(`["']?${name}["']?\\s*:\\s*["']([\\w.-]{1,64})["']`, "i").exec(context);
  const value = found?.[1];
  if (!value) return null;
  return /^[0-9a-f-]{36}$/i.test(value) ? value.toLowerCase() : value;
}

/** Case counts in the middle of a thread's id and nowhere else. */
function lowerFrame(thread: string): string {
  return thread.replace(/^19:meeting_|@[^@]*$/gi, (part) => part.toLowerCase());
}

function escapeLower(text: string): string {
  return encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

function spelledOtherwise(given: string, url: string): string | null {
  const found = /https:\/\/teams\.microsoft\.com\/l\/meetup-join\/[^\s<>"']{1,2000}/i.exec(given);
  const link = found?.[0].replaceAll("&amp;", "&");
  return link && link !== url ? link : null;
}

/** An ID that its words announce. One with a hash is to be typed into a telephone. */
function labelledId(text: string): string | null {
  for (const match of text.matchAll(LABELLED)) {
    const hash = /^\s?#/.test(text.slice(match.index + match[0].length));
    if (match[1] && !hash) return match[1];
  }
  return null;
}

function withoutTags(html: string): string {
  return html.replace(/<[^<>]{0,2000}>/g, " ");
}

function bare(digits: string): string {
  return digits.replace(/\D/g, "");
}
