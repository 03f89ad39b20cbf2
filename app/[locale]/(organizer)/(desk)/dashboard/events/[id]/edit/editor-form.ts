import type { EditorValues } from "@/components/desk/editor/editor-state";
import { type Missing, missingFrom } from "@/lib/events/publish-event";
import type { EventDetail } from "@/lib/events/read-events";
import { reminderText } from "@/lib/events/schema";
import { utcToLocal } from "@/lib/time/zones";

/** An event as its editor's fields hold it: times local to its zone, no limit as nothing. */
export function editorValues(event: EventDetail): EditorValues {
  const local = (at: string | null) => (at ? utcToLocal(new Date(at), event.zone) : "");
  return {
    title: event.title === "…" ? "" : event.title,
    description: event.description,
    hostName: event.hostName,
    accent: event.accent,
    zone: event.zone,
    startsAt: local(event.startsAt),
    endsAt: local(event.endsAt),
    opensAt: local(event.opensAt),
    closesAt: local(event.closesAt),
    capacity: event.capacity === null ? "" : String(event.capacity),
    waitlist: onOff(event.waitlist),
    offerMinutes: String(event.offerMinutes),
    approval: onOff(event.approval),
    confirmAddress: onOff(event.confirmAddress),
    holdMinutes: String(event.holdMinutes),
    audience: event.audience,
    emailDomains: event.emailDomains.join(" "),
    noThrowaway: onOff(event.noThrowaway),
    invitedOnly: onOff(event.invitedOnly),
    delivery: event.delivery,
    registrar: event.registrar,
    alarm: offOr(event.alarmMinutes),
    reminders: event.reminders.map(reminderText).join(" "),
    followUp: offOr(event.followUpMinutes),
    slug: event.slug,
  };
}

function onOff(on: boolean): string {
  return on ? "on" : "off";
}

/** Boxes to tick: one that is empty isn't sent at all. */
const TOGGLES = ["waitlist", "approval", "confirmAddress", "noThrowaway", "invitedOnly"] as const;

/** What the form says. A field that can't be changed any more isn't sent: it stays as it is. */
export function readEditorForm(form: FormData, kept: EditorValues): EditorValues {
  const values = { ...kept };
  for (const field of Object.keys(kept) as (keyof EditorValues)[]) {
    const value = form.get(field);
    if (typeof value === "string") values[field] = value.replaceAll("\r\n", "\n");
  }
  if (form.has("toggles")) for (const field of TOGGLES) values[field] = onOff(form.has(field));
  if (form.has("reminders")) values.reminders = readReminders(form);
  return values;
}

/** The rows that say something, as typed. */
function readReminders(form: FormData): string {
  const units = form.getAll("reminderUnit");
  return form
    .getAll("reminderNumber")
    .map((number, at) => ({ number: String(number).trim(), unit: String(units[at]) }))
    .filter(({ number }) => number !== "")
    .map(({ number, unit }) => `${number.replaceAll(/\s/g, "")}${unit}`)
    .join(" ");
}

function offOr(minutes: number | null): string {
  return minutes === null ? "off" : String(minutes);
}

/** What keeps the event from being published. */
export function missingOf(event: EventDetail): Missing[] {
  return missingFrom(
    {
      title: event.title,
      hostName: event.hostName,
      endsAt: new Date(event.endsAt),
      closesAt: event.closesAt ? new Date(event.closesAt) : null,
    },
    new Date(),
  );
}
