import { randomUUID } from "node:crypto";
import type { NewMeetingErrors, NewMeetingValues } from "@/components/desk/picker/new-meeting-form";
import { isUuid } from "@/components/desk/roster/address";
import { TITLE_LENGTH } from "@/lib/events/schema";
import { isLine, isVisible } from "@/lib/text-rules";
import { localToUtc } from "@/lib/time/zones";

const DAY = 24 * 60 * 60_000;

interface NewMeeting {
  subject: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  transactionId: string;
}

/** Reads the form of a new meeting: the meeting, or what to mend by field. `values` is what was typed. */
export function readNewMeeting(
  form: FormData,
  now: Date,
): { values: NewMeetingValues; errors: NewMeetingErrors; meeting: NewMeeting | null } {
  const read = (name: string) => String(form.get(name) ?? "");
  const values: NewMeetingValues = {
    subject: read("subject").slice(0, 20_000),
    startsAt: read("startsAt"),
    endsAt: read("endsAt"),
    zone: read("zone"),
    transactionId: isUuid(read("transactionId")) ? read("transactionId") : randomUUID(),
  };
  const subject = values.subject.normalize("NFC").trim();
  const startsAt = localToUtc(values.startsAt, values.zone);
  const endsAt = localToUtc(values.endsAt, values.zone);
  const errors: NewMeetingErrors = {};
  if (!isVisible(subject) || subject.length > TITLE_LENGTH || !isLine(subject))
    errors.subject = "subject";
  if (!localToUtc("2026-01-01T00:00", values.zone)) errors.zone = "zone";
  else if (!startsAt) errors.startsAt = "startsAt";
  else if (startsAt <= now) errors.startsAt = "past";
  const length = startsAt && endsAt ? endsAt.getTime() - startsAt.getTime() : null;
  if (!errors.zone && (!endsAt || (length !== null && (length <= 0 || length > DAY))))
    errors.endsAt = "endsAt";
  const whole = Object.keys(errors).length === 0 && startsAt && endsAt;
  const { zone, transactionId } = values;
  return {
    values,
    errors,
    meeting: whole ? { subject, startsAt, endsAt, zone, transactionId } : null,
  };
}
