/** Join links in the forms Microsoft gives them. None is ever opened here. */

/** Lower-case escapes, as in the reference. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
}

interface LongLink {
  threadId: string;
  tid: string;
  oid: string;
}

export function longLink({ threadId, tid, oid }: LongLink): string {
  return `https://teams.microsoft.com/l/meetup-join/${escaped(threadId)}/0?context=${escaped(JSON.stringify({ Tid: tid, Oid: oid }))}`;
}

export function shortLink(joinMeetingId: string, passcode: string): string {
  return `https://teams.microsoft.com/meet/${joinMeetingId}?p=${passcode}`;
}

/** A registrant's own way in: `prid` is the id that was sent. `turn` tells a second link from the first. */
export function registrantLink(
  meeting: LongLink,
  { prid, isPublic, turn }: { prid: string; isPublic: boolean; turn: number },
): string {
  const context = { Tid: meeting.tid, Oid: meeting.oid, prid, isPublic };
  return `https://teams.microsoft.com/l/meetup-join/${escaped(meeting.threadId)}/${turn}?context=${escaped(JSON.stringify(context))}`;
}

/** Links are compared without regard to case and escaping. */
export function comparable(link: string): string {
  let text = link;
  try {
    text = decodeURIComponent(link);
  } catch {
    // Compared as it stands.
  }
  return text.toLowerCase();
}
