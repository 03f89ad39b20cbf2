import { randomUUID } from "node:crypto";
import { type Answer, isJson, json } from "../../http.ts";
import type {
  RegistrationStatus,
  Webinar,
  WebinarAnswer,
  WebinarRegistration,
} from "../../model.ts";
import type { Person } from "../../people.ts";
import { type JsonObject, readBody, refuseUnknownFields } from "../body.ts";
import { requirePermission } from "../caller.ts";
import { GraphError } from "../errors.ts";
import { registrationChanged } from "../subscriptions/notify.ts";
import { ianaName } from "../zones.ts";
import type { VirtualEventCall } from "./call.ts";
import { toRegistration } from "./resources.ts";
import { sendTeamsMail } from "./teams-mail.ts";

const TYPE = "microsoft.graph.virtualEventRegistration";
const LONGEST = { registrationId: 256, referrer: 2048 };

/** A person registers themselves and is answered with the record; an application anybody, and with nothing. */
export async function register(on: VirtualEventCall, webinar: Webinar): Promise<Answer> {
  const { context, caller, version } = on;
  requirePermission(caller, {
    delegated: ["VirtualEvent.ReadWrite"],
    application: ["VirtualEventRegistration-Anon.ReadWrite.All"],
  });
  if (!isJson(on.call)) throw new GraphError(415, "The request body must be application/json.");
  const body = readBody(on.call);
  refuseUnknownFields(
    body,
    [
      "@odata.type",
      ...(caller.person === null ? ["firstName", "lastName", "email"] : []),
      "preferredTimezone",
      "preferredLanguage",
      "registrationQuestionAnswers",
      ...(version === "beta" ? ["externalRegistrationInformation"] : []),
    ],
    TYPE,
  );
  const who = caller.person === null ? namedIn(body) : signedIn(caller.person);
  const made = { ...who, ...preferences(body), answers: answersIn(body, webinar) };
  const external = externalIn(body);
  const status = statusFor(webinar);
  if (webinar.status === "draft") {
    // Teams never hears of it, and nothing is filled in when the webinar is published.
    if (context.settings.webinarDraft === "lost" && caller.person === null) return { status: 204 };
    throw new GraphError(400, "The webinar is not published.");
  }
  const before = webinar.registrations.find(
    ({ email, status: is }) => email.toLowerCase() === who.email.toLowerCase() && is !== "canceled",
  );
  if (before !== undefined && context.settings.webinarSameEmail !== "second") {
    if (context.settings.webinarSameEmail === "204" && caller.person === null)
      return { status: 204 };
    throw new GraphError(409, "The user is already registered for this event.");
  }
  const registration: WebinarRegistration = {
    id: randomUUID(),
    ...made,
    status,
    registeredAt: new Date().toISOString(),
    canceledAt: null,
    external,
  };
  webinar.registrations.push(registration);
  context.changed();
  registrationChanged(context, webinar, registration, "created");
  await sendTeamsMail(context, webinar, registration);
  return caller.person === null
    ? { status: 204 }
    : json(201, toRegistration(webinar, registration, version));
}

function statusFor(webinar: Webinar): RegistrationStatus {
  if (webinar.status === "canceled") throw new GraphError(400, "The webinar was canceled.");
  if (webinar.isManualApprovalEnabled) return "pendingApproval";
  const taken = webinar.registrations.filter(({ status }) => status === "registered").length;
  if (taken < webinar.capacity) return "registered";
  if (webinar.isWaitlistEnabled) return "waitlisted";
  throw new GraphError(400, "The webinar has reached its capacity.");
}

function namedIn(body: JsonObject) {
  const [firstName, lastName, email] = ["firstName", "lastName", "email"].map((name) => {
    const value = body[name];
    if (typeof value === "string" && value.trim() !== "") return value;
    throw new GraphError(400, `The property '${name}' is required.`);
  }) as [string, string, string];
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new GraphError(400, "The email is not valid.");
  return { userId: null, firstName, lastName, email };
}

function signedIn({ oid, name, email, upn }: Person) {
  const [firstName = "", ...rest] = name.split(" ");
  return { userId: oid, firstName, lastName: rest.join(" "), email: email ?? upn };
}

/** Both are required by the reference's tables. Zones have Windows' names. */
function preferences(body: JsonObject) {
  const { preferredTimezone, preferredLanguage } = body;
  if (
    typeof preferredTimezone !== "string" ||
    preferredTimezone.includes("/") ||
    ianaName(preferredTimezone) === null
  )
    throw new GraphError(400, `Invalid preferredTimezone: '${String(preferredTimezone)}'.`);
  if (
    typeof preferredLanguage !== "string" ||
    !/^[a-z]{2,3}(-[a-z0-9]{2,8})+$/i.test(preferredLanguage)
  )
    throw new GraphError(400, `Invalid preferredLanguage: '${String(preferredLanguage)}'.`);
  return { preferredTimezone, preferredLanguage };
}

function externalIn(body: JsonObject): WebinarRegistration["external"] {
  const sent = body.externalRegistrationInformation;
  if (sent === undefined || sent === null) return null;
  const type = "microsoft.graph.virtualEventExternalRegistrationInformation";
  refuseUnknownFields(sent as JsonObject, ["@odata.type", "referrer", "registrationId"], type);
  const read = (name: keyof typeof LONGEST) => {
    const value = (sent as JsonObject)[name] ?? null;
    if (value !== null && (typeof value !== "string" || value.length > LONGEST[name]))
      throw new GraphError(400, `The property '${name}' is not valid.`);
    return value;
  };
  return { referrer: read("referrer"), registrationId: read("registrationId") };
}

function answersIn(body: JsonObject, webinar: Webinar): WebinarAnswer[] {
  const sent = body.registrationQuestionAnswers ?? [];
  if (!Array.isArray(sent))
    throw new GraphError(400, "registrationQuestionAnswers must be a collection.");
  const answers = sent.map((one: JsonObject) => answerIn(one, webinar));
  const missing = webinar.questions.find(
    ({ id, isRequired }) =>
      isRequired && !answers.some((answer) => answer.questionId === id && isGiven(answer)),
  );
  if (missing !== undefined)
    throw new GraphError(400, `The question '${missing.id}' requires an answer.`);
  return answers;
}

function isGiven({ value, booleanValue, multiChoiceValues }: WebinarAnswer): boolean {
  return (value ?? "") !== "" || booleanValue !== null || multiChoiceValues.length > 0;
}

function answerIn(sent: JsonObject, webinar: Webinar): WebinarAnswer {
  refuseUnknownFields(
    sent,
    ["@odata.type", "questionId", "displayName", "value", "booleanValue", "multiChoiceValues"],
    "microsoft.graph.virtualEventRegistrationQuestionAnswer",
  );
  const question = webinar.questions.find(({ id }) => id === sent.questionId);
  if (question === undefined)
    throw new GraphError(400, `There is no question '${String(sent.questionId)}'.`);
  const answer = {
    questionId: question.id,
    value: (sent.value ?? null) as string | null,
    booleanValue: (sent.booleanValue ?? null) as boolean | null,
    multiChoiceValues: (sent.multiChoiceValues ?? []) as string[],
  };
  const { kind, choices } = question;
  const isOffered = (choice: string) => choices.includes(choice);
  const fits =
    kind === "boolean"
      ? answer.value === null && answer.multiChoiceValues.length === 0
      : answer.booleanValue === null &&
        (kind === "multiChoice"
          ? answer.value === null && answer.multiChoiceValues.every(isOffered)
          : answer.multiChoiceValues.length === 0 &&
            (kind !== "singleChoice" || answer.value === null || isOffered(answer.value)));
  if (!fits)
    throw new GraphError(400, `The answer to '${question.id}' does not fit a ${kind} question.`);
  return answer;
}
