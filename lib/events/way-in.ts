import { ANNOUNCES, DIAL_IN, MEETING_ID, PASSCODE } from "./invitation-words";
import { unfoldText } from "./unfold-text";

export type WayIn = "teams-link" | "meeting-id" | "passcode" | "dial-in";

const TEAMS_LINKS = [
  // With a path: the bare host is a place to read about, not a way in.
  /(?<!dialin\.)teams\.(?:microsoft\.com|cloud\.microsoft|live\.com|microsoft\.us|microsoftonline\.cn)(?::\d{1,5})?\/+[^\s/<>)\]"'.,;]/i,
  /\/l\/meetup-join\//i,
  /19:[\w+=.-]{1,300}@thread\.(?:v2|tacv2|skype)/i,
  /msteams:\/{0,2}[^\s/]/i,
  /aka\.ms\/jointeamsmeeting/i,
];

const LABELLED_ID = new RegExp(`${MEETING_ID}${ANNOUNCES}[1-9](?:[ -]{0,2}\\d){8,15}`, "iu");

/** Three by three, as Teams writes its IDs; see isMeetingId for what else is written so. */
const GROUPED_ID =
  /(?<![\d+.,-])(?<!\d )[1-9]\d{2} \d{3} \d{3} \d{3}(?: \d{1,3})?(?![\d.,-]*\d)(?! \d)/g;
const TELEPHONE = /(?:\+|\b00|t[ée]l|phone|call|ring|fax|mobil|handy|appel|anruf|☎|📞|isbn)/i;
const AMOUNT = /^\s?(?:[€$£¥%]|eur|usd|gbp|chf|dollar|euro|pound|million|milliard)/i;

const LABELLED_PASSCODE = new RegExp(
  `(?<!\\p{L})${PASSCODE}(?!\\p{L})(${ANNOUNCES})([a-z0-9]{4,32})(?![a-z0-9])`,
  "giu",
);

const DIAL_INS = [
  /dialin\.teams\.(?:microsoft\.com|cloud\.microsoft)/i,
  // A number to tap: the pause, then the conference.
  /\d\s?,{1,4}\s?\d{6,12}\s?#/,
  new RegExp(`${DIAL_IN}${ANNOUNCES}\\d(?:[ -]?\\d){5,13}`, "iu"),
];

/**
 * Ways into a Teams meeting that stand in a text anybody may read, each kind once. Looks through
 * Markdown, HTML, escapes, wrappers (safelinks, launchers) and invisible characters; errs towards
 * finding one, as the page it would stand on is public.
 */
export function findWayIn(text: string): WayIn[] {
  const found = new Set<WayIn>();
  for (const reading of readings(text)) {
    if (TEAMS_LINKS.some((pattern) => pattern.test(reading))) found.add("teams-link");
    if (LABELLED_ID.test(reading) || hasGroupedId(reading)) found.add("meeting-id");
    if (hasPasscode(reading)) found.add("passcode");
    if (DIAL_INS.some((pattern) => pattern.test(reading))) found.add("dial-in");
  }
  return (["teams-link", "meeting-id", "passcode", "dial-in"] as const).filter((kind) =>
    found.has(kind),
  );
}

/** The source, and what a page would show of it: without Markdown's marks, without tags. */
function readings(text: string): string[] {
  const source = unfoldText(text);
  const unescaped = unfoldText(source.replace(/\\([!-/:-@[-`{-~])/g, "$1"));
  const marks = unescaped.replace(/[*`~]+/g, "");
  return [
    ...new Set([
      source,
      unescaped,
      marks,
      marks.replace(/<[^<>]{0,2000}>/g, ""),
      marks.replace(/<[^<>]{0,2000}>/g, " "),
    ]),
  ];
}

function hasGroupedId(text: string): boolean {
  return [...text.matchAll(GROUPED_ID)].some(({ index, 0: digits }) => {
    const before =
      text
        .slice(Math.max(0, index - 25), index)
        .split("\n")
        .at(-1) ?? "";
    return !TELEPHONE.test(before) && !AMOUNT.test(text.slice(index + digits.length));
  });
}

/** "Password: required" announces nothing; a code has a digit, or capitals inside. */
function hasPasscode(text: string): boolean {
  return [...text.matchAll(LABELLED_PASSCODE)].some(([, between = "", value = ""]) => {
    const announced = /[:=|\n]|\p{L}/u.test(between) || value.length > 4;
    return announced && (/\d/.test(value) || (/[a-z]/.test(value) && /.[A-Z]/.test(value)));
  });
}
