import { createHash, randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import type { Meeting } from "../model.ts";
import type { Person } from "../people.ts";
import { longLink, shortLink } from "./join-links.ts";

interface NewMeeting {
  organizer: Person;
  subject: string;
  start: string;
  end: string;
  /** Everything that looks random is made from this. */
  seed?: string;
  link?: "long" | "short";
}

export function makeMeeting(
  state: Context["state"],
  { organizer, subject, start, end, seed = randomUUID(), link = "short" }: NewMeeting,
): Meeting {
  const digest = createHash("sha256").update(seed).digest();
  const threadId = `19:meeting_${Buffer.from(digest.subarray(0, 27).toString("hex").slice(0, 36)).toString("base64url")}@thread.v2`;
  const joinMeetingId = `${(digest.readBigUInt64BE(8) % 900_000_000_000n) + 100_000_000_000n}`;
  const passcode = digest
    .toString("base64")
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, link === "short" ? 16 : 8);
  const meeting: Meeting = {
    id: Buffer.from(`1*${organizer.oid}*0**${threadId}`).toString("base64").replace(/=+$/, ""),
    organizer: organizer.oid,
    tid: organizer.tid,
    subject,
    start,
    end,
    createdAt: new Date().toISOString(),
    threadId,
    joinWebUrl:
      link === "long"
        ? longLink({ threadId, tid: organizer.tid, oid: organizer.oid })
        : shortLink(joinMeetingId, passcode),
    joinMeetingId,
    passcode,
    registration: null,
  };
  state.meetings[meeting.id] = meeting;
  return meeting;
}

export function meetingsOf(state: Context["state"], oid: string): Meeting[] {
  return Object.values(state.meetings).filter((meeting) => meeting.organizer === oid);
}

/** What a Teams invitation says below the organizer's words: the way in, in several forms. */
export function invitation(meeting: Meeting): string {
  const digits = meeting.joinMeetingId.replace(/(\d{3})(?=\d)/g, "$1 ");
  return [
    "<div>________________________________________________________________________________</div>",
    "<div><strong>Microsoft Teams meeting</strong></div>",
    `<div><a href="${meeting.joinWebUrl.replaceAll("&", "&amp;")}">Join the meeting now</a></div>`,
    `<div>Meeting ID: ${digits}</div>`,
    `<div>Passcode: ${meeting.passcode}</div>`,
    "<div>Dial in by phone: +49 30 5550 0100,,204117# Germany, Berlin</div>",
    "<div>________________________________________________________________________________</div>",
  ].join("\n");
}
