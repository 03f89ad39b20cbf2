import { z } from "zod";
import { ianaZone } from "@/lib/time/windows-zones";
import type { GraphCall } from "./client";
import { graphMoment } from "./date-time";
import { GraphFault } from "./faults";
import { odataFilter } from "./odata";
import { isWebAddress } from "./web-address";

/**
 * Webinars of Graph v1.0 (`/solutions/virtualEvents/webinars`), global cloud only. Registering
 * others takes an application's token with `VirtualEventRegistration-Anon.ReadWrite.All` and a Teams
 * application access policy that covers the organizer. All creating, updating and deleting of an app
 * together is limited to 15 calls in 30 seconds, reading to 750.
 */

const ROOT = "/solutions/virtualEvents/webinars";
const PAGES = 60;

export type WebinarStatus = "draft" | "published" | "canceled" | "unknown";

export interface Webinar {
  id: string;
  title: string;
  status: WebinarStatus;
  audience: "everyone" | "organization";
  startsAt: Date;
  endsAt: Date;
  /** IANA zone that it was made in; UTC when it names one nobody knows. */
  zone: string;
  /** Teams mails attendees itself. */
  mailsAttendees: boolean;
}

const webinar = z
  .object({
    id: z.string().min(1),
    displayName: z.string().nullish(),
    status: z.enum(["draft", "published", "canceled"]).nullish().catch(null),
    audience: z.enum(["everyone", "organization"]).nullish().catch(null),
    startDateTime: z.object({ dateTime: z.string(), timeZone: z.string() }),
    endDateTime: graphMoment,
    settings: z.object({ isAttendeeEmailNotificationEnabled: z.boolean().nullish() }).nullish(),
  })
  .transform((raw, context): Webinar => {
    const startsAt = graphMoment.safeParse(raw.startDateTime);
    if (!startsAt.success) {
      context.addIssue({ code: "custom", message: "not a moment" });
      return z.NEVER;
    }
    return {
      id: raw.id,
      title: raw.displayName ?? "",
      status: raw.status ?? "unknown",
      audience: raw.audience ?? "everyone",
      startsAt: startsAt.data,
      endsAt: raw.endDateTime,
      zone: ianaZone(raw.startDateTime.timeZone) ?? "UTC",
      mailsAttendees: raw.settings?.isAttendeeEmailNotificationEnabled ?? true,
    };
  });

const webinars = z.object({
  value: z.array(webinar),
  "@odata.nextLink": z.string().nullish(),
});

/**
 * The webinars that this person organizes. Asked with an application's token those of an organizer
 * whom no access policy covers are left out without a word.
 */
export async function listWebinars(call: GraphCall, oid: string): Promise<Webinar[]> {
  const path = `${ROOT}/getByUserIdAndRole(userId='${encodeURIComponent(oid)}',role='organizer')`;
  return pages(call, path, webinars, { operation: "listWebinars" });
}

/** The webinar with this id; null when it is gone, or none of theirs. */
export async function getWebinar(call: GraphCall, id: string): Promise<Webinar | null> {
  return call.get(at(id), webinar, { operation: "getWebinar" }).catch(nullWhenNotFound);
}

/** What a webinar asks of whoever registers for it. */
export interface WebinarQuestion {
  id: string;
  /** As its organizer or Teams worded it. */
  text: string;
  required: boolean;
  kind: "text" | "multilineText" | "singleChoice" | "multiChoice" | "boolean";
  /** What may be chosen, each as it is to be answered. */
  choices: string[];
  /** What a predefined question is about, such as `jobTitle`; null for one of the organizer's own. */
  label: string | null;
}

/** What a webinar asks, how many it takes, and how. */
export interface WebinarTerms {
  /** Null where that isn't told. */
  capacity: number | null;
  waitlist: boolean;
  approval: boolean;
  questions: WebinarQuestion[];
}

const configuration = z.object({
  capacity: z.number().int().min(1).nullish().catch(null),
  isWaitlistEnabled: z.boolean().nullish().catch(null),
  isManualApprovalEnabled: z.boolean().nullish().catch(null),
});

const question = z
  .object({
    id: z.string().min(1),
    displayName: z.string().nullish(),
    isRequired: z.boolean().nullish(),
    // Only custom questions say how they are answered; predefined ones take a line of text.
    answerInputType: z
      .enum(["text", "multilineText", "singleChoice", "multiChoice", "boolean"])
      .nullish()
      .catch(null),
    answerChoices: z.array(z.string()).nullish().catch(null),
    label: z.string().nullish().catch(null),
  })
  .transform(
    (raw): WebinarQuestion => ({
      id: raw.id,
      text: raw.displayName ?? "",
      required: raw.isRequired ?? false,
      kind: raw.answerInputType ?? "text",
      choices: raw.answerChoices ?? [],
      label: raw.label ?? null,
    }),
  );

const questions = z.object({
  value: z.array(question),
  "@odata.nextLink": z.string().nullish(),
});

/** What the webinar asks and takes; null when it is gone. `turn` is awaited before each call. */
export async function getWebinarTerms(
  call: GraphCall,
  id: string,
  turn: () => Promise<void> = async () => undefined,
): Promise<WebinarTerms | null> {
  const path = `${at(id)}/registrationConfiguration`;
  await turn();
  const answer = await call
    .get(path, configuration, { operation: "getWebinarConfiguration" })
    .catch(nullWhenNotFound);
  if (!answer) return null;
  await turn();
  const asked = await pages(call, `${path}/questions`, questions, {
    operation: "listWebinarQuestions",
  });
  return {
    capacity: answer.capacity ?? null,
    waitlist: answer.isWaitlistEnabled ?? false,
    approval: answer.isManualApprovalEnabled ?? false,
    questions: asked,
  };
}

export interface WebinarAttendee {
  firstName: string;
  lastName: string;
  email: string;
  /** Windows name. */
  preferredTimezone: string;
  /** Such as `en-us`. */
  preferredLanguage: string;
  /** Ours, to find the record again: at most 256 characters. */
  registrationId: string;
  registrationQuestionAnswers: WebinarAnswer[];
}

/** Filled by the kind of the question: text and one choice, yes or no, several choices. */
export interface WebinarAnswer {
  questionId: string;
  value: string | null;
  booleanValue: boolean | null;
  multiChoiceValues: string[];
}

/** Registers somebody: 204, with neither id nor link. Beta alone takes `registrationId`. */
export function createWebinarRegistration(
  call: GraphCall,
  id: string,
  attendee: WebinarAttendee,
  version: "beta" | "v1.0",
): Promise<void> {
  return call.send(`${at(id)}/registrations`, bodyOf(attendee, version), {
    operation: "createWebinarRegistration",
    version,
  });
}

/**
 * Registers whose token it is (delegated `VirtualEvent.ReadWrite`), under the name and address of
 * their account, which may not be sent: 201, with the record. It holds no link.
 */
export function registerForWebinar(
  call: GraphCall,
  id: string,
  { firstName: _first, lastName: _last, email: _email, ...attendee }: WebinarAttendee,
  version: "beta" | "v1.0",
): Promise<WebinarRegistration> {
  return call.post(`${at(id)}/registrations`, bodyOf(attendee, version), registration, {
    operation: "registerForWebinar",
    version,
  });
}

function bodyOf(
  {
    registrationId,
    registrationQuestionAnswers,
    ...attendee
  }: Pick<WebinarAttendee, "registrationId" | "registrationQuestionAnswers">,
  version: "beta" | "v1.0",
): object {
  const external = { externalRegistrationInformation: { referrer: "Usher", registrationId } };
  const answers = registrationQuestionAnswers.length > 0 && { registrationQuestionAnswers };
  return { ...attendee, ...answers, ...(version === "beta" && external) };
}

export type WebinarRegistrationStatus =
  | "registered"
  | "canceled"
  | "waitlisted"
  | "pendingApproval"
  | "rejectedByOrganizer";

export interface WebinarRegistration {
  id: string;
  email: string;
  /** The account of whoever registered themselves; null for whom an application registered. */
  userId: string | null;
  status: WebinarRegistrationStatus;
  /** What was given as ours; null where nothing was, or where v1.0 answered. */
  registrationId: string | null;
}

const registration = z
  .object({
    id: z.string().min(1),
    email: z.string().nullish(),
    userId: z.string().nullish().catch(null),
    status: z.enum([
      "registered",
      "canceled",
      "waitlisted",
      "pendingApproval",
      "rejectedByOrganizer",
    ]),
    externalRegistrationInformation: z
      .object({ registrationId: z.string().nullish() })
      .nullish()
      .catch(null),
  })
  .transform(
    (raw): WebinarRegistration => ({
      id: raw.id,
      email: raw.email ?? "",
      userId: raw.userId ?? null,
      status: raw.status,
      registrationId: raw.externalRegistrationInformation?.registrationId ?? null,
    }),
  );

const registrations = z.object({
  value: z.array(registration),
  "@odata.nextLink": z.string().nullish(),
});

/**
 * The registrations of this address, or of this account. Beta filters; where it doesn't (some pages
 * of v1.0 say that there is no OData) the whole list is paged through.
 */
export async function findWebinarRegistrations(
  call: GraphCall,
  id: string,
  by: "email" | "userId",
  value: string,
): Promise<WebinarRegistration[]> {
  const path = `${at(id)}/registrations`;
  const operation = "findWebinarRegistration";
  const filter = `?$filter=${odataFilter(by, value)}`;
  const all = await pages(call, `${path}${filter}`, registrations, {
    operation,
    version: "beta",
  }).catch((error: unknown) => {
    if (!isNotOffered(error)) throw error;
    return pages(call, path, registrations, { operation });
  });
  return all.filter((each) => each[by]?.toLowerCase() === value.toLowerCase());
}

/** What is answered where beta, or its filter, is not offered. */
function isNotOffered(error: unknown): boolean {
  return (
    error instanceof GraphFault && ["bad-request", "not-supported", "gone"].includes(error.kind)
  );
}

const session = z.object({ joinWebUrl: z.string().refine(isWebAddress).nullish().catch(null) });
const sessions = z.object({ value: z.array(session) });

/** The webinar's own way in (of its first session); null where it isn't told. */
export async function getWebinarLink(call: GraphCall, id: string): Promise<string | null> {
  const answer = await call.get(`${at(id)}/sessions`, sessions, {
    operation: "getWebinarSessions",
  });
  return answer.value[0]?.joinWebUrl ?? null;
}

/** The registration's way in; null where it isn't told. */
export async function getRegistrationLink(
  call: GraphCall,
  id: string,
  registrationId: string,
): Promise<string | null> {
  const path = `${at(id)}/registrations/${encodeURIComponent(registrationId)}/sessions`;
  const answer = await call.get(path, sessions, { operation: "getRegistrationSessions" });
  return answer.value[0]?.joinWebUrl ?? null;
}

/** Ends a registration; one that is not there is ended. A person may register again. */
export async function cancelWebinarRegistration(
  call: GraphCall,
  id: string,
  registrationId: string,
): Promise<void> {
  const path = `${at(id)}/registrations/${encodeURIComponent(registrationId)}/cancel`;
  await call.send(path, {}, { operation: "cancelWebinarRegistration" }).catch(nullWhenNotFound);
}

async function pages<T>(
  call: GraphCall,
  path: string,
  answer: z.ZodType<{ value: T[]; "@odata.nextLink"?: string | null }>,
  options: { operation: string; version?: "v1.0" | "beta" },
): Promise<T[]> {
  let page = await call.get(path, answer, options);
  const all = [...page.value];
  for (let count = 1; page["@odata.nextLink"] && count < PAGES; count += 1) {
    page = await call.getPage(page["@odata.nextLink"], answer, options);
    all.push(...page.value);
  }
  return all;
}

function at(id: string): string {
  return `${ROOT}/${encodeURIComponent(id)}`;
}

function nullWhenNotFound(error: unknown): null {
  if (error instanceof GraphFault && error.kind === "not-found") return null;
  throw error;
}
