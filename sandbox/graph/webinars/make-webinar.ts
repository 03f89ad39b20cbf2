import { createHash, randomUUID } from "node:crypto";
import type { State, Webinar } from "../../model.ts";
import type { Person } from "../../people.ts";

export type NewWebinar = Pick<Webinar, "displayName" | "start" | "end"> & {
  organizer: Person;
  /** Everything that looks random is made from this. */
  seed?: string;
} & Partial<
    Pick<
      Webinar,
      | "description"
      | "status"
      | "audience"
      | "coOrganizers"
      | "isAttendeeEmailNotificationEnabled"
      | "capacity"
      | "isWaitlistEnabled"
      | "isManualApprovalEnabled"
      | "questions"
    >
  >;

/** The most that a webinar takes. */
export const MOST_PEOPLE = 1000;

export function makeWebinar(
  state: State,
  { organizer, seed = randomUUID(), ...given }: NewWebinar,
): Webinar {
  const webinar: Webinar = {
    id: `${guid(`${seed}:webinar`)}@${organizer.tid}`,
    organizer: organizer.oid,
    tid: organizer.tid,
    coOrganizers: [],
    description: "",
    zone: organizer.zone,
    status: "published",
    audience: "everyone",
    isAttendeeEmailNotificationEnabled: false,
    capacity: MOST_PEOPLE,
    isWaitlistEnabled: false,
    isManualApprovalEnabled: false,
    questions: [],
    sessionId: guid(`${seed}:session`),
    threadId: `19:meeting_${digest(`${seed}:thread`).toString("base64url")}@thread.v2`,
    createdAt: new Date().toISOString(),
    registrations: [],
    ...given,
  };
  state.webinars[webinar.id] = webinar;
  return webinar;
}

export function guid(seed: string): string {
  const hex = digest(seed).toString("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

function digest(seed: string): Buffer {
  return createHash("sha256").update(seed).digest();
}
