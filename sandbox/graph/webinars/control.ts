import { z } from "zod";
import type { Context } from "../../context.ts";
import { type Answer, json } from "../../http.ts";
import { findPerson } from "../../people.ts";
import { registrationChanged, webinarChanged } from "../subscriptions/notify.ts";
import { makeWebinar } from "./make-webinar.ts";
import { sendTeamsMail } from "./teams-mail.ts";

/** What its organizer, or Teams, does with a webinar by other ways than Graph. */
export const webinarSchema = z.strictObject({
  displayName: z.string(),
  description: z.string(),
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  status: z.enum(["draft", "published", "canceled"]),
  audience: z.enum(["everyone", "organization"]),
  coOrganizers: z.array(z.string()),
  isAttendeeEmailNotificationEnabled: z.boolean(),
  capacity: z.number().int().min(0).max(1000),
  isWaitlistEnabled: z.boolean(),
  isManualApprovalEnabled: z.boolean(),
  questions: z.array(
    z.strictObject({
      id: z.string(),
      displayName: z.string(),
      isRequired: z.boolean(),
      kind: z.enum(["text", "multilineText", "singleChoice", "multiChoice", "boolean"]),
      choices: z.array(z.string()),
      label: z.string().nullable(),
    }),
  ),
});

export const newWebinarSchema = webinarSchema
  .partial()
  .required({ displayName: true, start: true, end: true })
  .extend({ organizer: z.string() });

export const decisionSchema = z.strictObject({
  registrationId: z.string(),
  status: z.enum([
    "registered",
    "waitlisted",
    "pendingApproval",
    "rejectedByOrganizer",
    "canceled",
  ]),
});

export type WebinarChange = Partial<z.input<typeof webinarSchema>>;
export type WebinarRequest = z.input<typeof newWebinarSchema>;
export type WebinarDecision = z.input<typeof decisionSchema>;

export function addWebinar(
  context: Context,
  { organizer: oid, ...given }: z.infer<typeof newWebinarSchema>,
): Answer | null {
  const organizer = findPerson(oid);
  if (organizer === undefined) return null;
  const made = makeWebinar(context.state, { organizer, ...given });
  context.changed();
  return json(200, made);
}

export function changeWebinar(
  context: Context,
  id: string,
  change: Partial<z.infer<typeof webinarSchema>>,
): Answer | null {
  const webinar = context.state.webinars[id];
  if (webinar === undefined) return null;
  Object.assign(webinar, change);
  context.changed();
  webinarChanged(context, webinar);
  return json(200, webinar);
}

export function deleteWebinar(context: Context, id: string): boolean {
  const known = id in context.state.webinars;
  delete context.state.webinars[id];
  context.changed();
  return known;
}

export async function decide(
  context: Context,
  id: string,
  { registrationId, status }: z.infer<typeof decisionSchema>,
): Promise<Answer | null> {
  const webinar = context.state.webinars[id];
  const found = webinar?.registrations.find((registration) => registration.id === registrationId);
  if (webinar === undefined || found === undefined) return null;
  found.status = status;
  found.canceledAt = status === "canceled" ? new Date().toISOString() : null;
  context.changed();
  registrationChanged(context, webinar, found, "updated");
  await sendTeamsMail(context, webinar, found);
  return json(200, found);
}
