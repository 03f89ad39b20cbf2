import { z } from "zod";
import type { Context } from "./context.ts";
import { addConsent, forgetConsent } from "./entra/consents.ts";
import { mintAccessToken, mintRefreshToken } from "./entra/mint.ts";
import { parseScopes } from "./entra/scopes.ts";
import { faultRequestSchema } from "./faults.ts";
import {
  cancellationSchema,
  cancelMeeting,
  changeEntry,
  changeMeeting,
  deleteEntry,
  entryChangeSchema,
  meetingChangeSchema,
  splitSeries,
} from "./graph/change-meeting.ts";
import { heldSchema, holdMeeting } from "./graph/hold-meeting.ts";
import { meetingsOf } from "./graph/meetings.ts";
import { alive } from "./graph/subscriptions/notify.ts";
import {
  addWebinar,
  changeWebinar,
  decide,
  decisionSchema,
  deleteWebinar,
  newWebinarSchema,
  webinarSchema,
} from "./graph/webinars/control.ts";
import { type Answer, type Call, isJson, json, segmentsOf } from "./http.ts";
import type { Meeting } from "./model.ts";
import { findPerson, people, tenants } from "./people.ts";
import { resetSandbox } from "./reset.ts";
import { samplesSchema } from "./samples.ts";
import { sampleMeeting } from "./seed.ts";
import { sampleWebinar } from "./seed-webinars.ts";
import { settingsSchema } from "./settings.ts";

const revokeSchema = z.strictObject({
  reason: z.number().int(),
  also: z.literal("access").optional(),
});
const grantSchema = z.strictObject({ scopes: z.array(z.string()) });
const rolesSchema = z.strictObject({ roles: z.array(z.string()).nullable() });
const policySchema = z.strictObject({
  covered: z.boolean(),
  afterMs: z.number().min(0).default(0),
});
const certificateSchema = z.strictObject({ pem: z.string() });
const redirectUrisSchema = z.strictObject({ uris: z.array(z.url()) });

/** What tests steer the sandbox with. A write must say that it is JSON: no web page can without asking. */
export async function control(context: Context, call: Call): Promise<Answer> {
  if (call.method !== "GET" && !isJson(call))
    return json(415, { problem: "Send application/json." });
  try {
    return (
      (await answer(context, call)) ??
      json(404, { problem: `There is no ${call.method} ${call.path} here.` })
    );
  } catch (error) {
    if (error instanceof z.ZodError) return json(400, { problem: z.prettifyError(error) });
    if (error instanceof SyntaxError) return json(400, { problem: error.message });
    throw error;
  }
}

async function answer(context: Context, call: Call): Promise<Answer | null> {
  const [noun = "", id, verb] = segmentsOf(call.path);
  const body: unknown = call.body === "" ? {} : JSON.parse(call.body);
  const done = json(200, { done: true });
  switch (
    `${call.method} ${noun}${id === undefined ? "" : "/…"}${verb === undefined ? "" : `/${verb}`}`
  ) {
    case "GET people":
      return json(200, { tenants, people });
    case "GET sample":
      return json(200, sampleMeeting(context.state));
    case "GET sample-webinar":
      return json(200, sampleWebinar(context.state));
    case "GET samples":
      return json(200, context.samples);
    case "POST samples":
      context.samples = samplesSchema.parse(body).samples;
      return done;
    case "GET settings":
      return json(200, context.settings);
    case "POST settings":
      context.settings = { ...context.settings, ...settingsSchema.partial().parse(body) };
      return json(200, context.settings);
    case "POST redirect-uris":
      context.redirectUris = [
        ...new Set([...context.redirectUris, ...redirectUrisSchema.parse(body).uris]),
      ];
      return json(200, { uris: context.redirectUris });

    case "POST certificates":
      context.certificates.push(certificateSchema.parse(body).pem);
      return done;

    case "GET faults":
      return json(200, context.faults.list());
    case "POST faults":
      return json(200, { id: context.faults.add(faultRequestSchema.parse(body)) });
    case "DELETE faults":
      context.faults.clear();
      return done;
    case "DELETE faults/…":
      return context.faults.remove(String(id)) ? done : null;

    case "GET ledger":
      return json(200, context.ledger.since(Number(call.query.get("since") ?? 0)));
    case "POST ledger/…":
      if (id !== "reset") return null;
      context.ledger.reset();
      return done;
    case "POST reset":
      await resetSandbox(context);
      return done;

    case "POST people/…/revoke":
      return revoke(context, String(id), revokeSchema.parse(body)) ? done : null;
    case "POST people/…/grant":
      return grant(context, String(id), grantSchema.parse(body).scopes);

    case "POST people/…/policy":
      cover(context, String(id), policySchema.parse(body));
      return done;

    case "GET calendar/…":
      return json(
        200,
        context.state.calendar.filter(({ owner }) => owner === id),
      );
    case "POST calendar/…/change":
      return orNothing(changeEntry(context, String(id), entryChangeSchema.parse(body)));
    case "POST calendar/…/delete":
      return deleteEntry(context, String(id)) ? done : null;
    case "POST calendar/…/split":
      return orNothing(splitSeries(context, String(id)));
    case "GET meetings/…":
      return json(200, meetingsOf(context.state, String(id)));
    case "POST meetings/…/change":
      return orNothing(changeMeeting(context, String(id), meetingChangeSchema.parse(body)));
    case "POST meetings/…/cancel":
      return cancelMeeting(context, String(id), cancellationSchema.parse(body)) ? done : null;
    case "POST meetings/…/hold":
      return orNothing(holdMeeting(context, String(id), heldSchema.parse(body)));
    case "POST meetings/…/delete": {
      const known = String(id) in context.state.meetings;
      delete context.state.meetings[String(id)];
      context.changed();
      return known ? done : null;
    }
    case "GET webinars":
      return json(200, Object.values(context.state.webinars));
    case "GET webinars/…":
      return orNothing(context.state.webinars[String(id)]);
    case "POST webinars":
      return addWebinar(context, newWebinarSchema.parse(body));
    case "POST webinars/…/change":
      return changeWebinar(context, String(id), webinarSchema.partial().parse(body));
    case "POST webinars/…/decide":
      return decide(context, String(id), decisionSchema.parse(body));
    case "POST webinars/…/delete":
      return deleteWebinar(context, String(id)) ? done : null;
    case "POST tenants/…/roles": {
      const { roles } = rolesSchema.parse(body);
      if (roles === null) delete context.state.applicationRoles[String(id)];
      else context.state.applicationRoles[String(id)] = roles;
      context.changed();
      return done;
    }

    case "GET subscriptions":
      return json(200, alive(context));

    case "GET registrants":
      return json(200, registrants(context));
    case "POST registrations/…/delete": {
      const meeting = context.state.meetings[String(id)];
      if (meeting === undefined || meeting.registration === null) return null;
      meeting.registration = null;
      context.changed();
      return done;
    }

    case "GET mail":
      return json(
        200,
        context.mail
          .find({ to: call.query.get("to"), subject: call.query.get("subject") })
          .map(({ raw: _raw, ...message }) => message),
      );
    case "DELETE mail":
      await context.mail.clear();
      return done;
    default:
      return null;
  }
}

function orNothing(found: object | null | undefined): Answer | null {
  return found ? json(200, found) : null;
}

/** A policy for this organizer, made or taken back; what is made works after a while. */
function cover(
  context: Context,
  oid: string,
  { covered, afterMs }: z.infer<typeof policySchema>,
): void {
  const { applicationPolicy } = context.settings;
  const before =
    typeof applicationPolicy !== "boolean"
      ? applicationPolicy
      : applicationPolicy
        ? people.map((person) => person.oid)
        : [];
  const others = before.filter((each) => each !== oid);
  context.settings.applicationPolicy = covered ? [...others, oid] : others;
  context.coveredFrom.set(oid, Date.now() + afterMs);
}

/** Every refresh token of the person dies with this code. 65001 also forgets what they consented to. */
function revoke(
  context: Context,
  oid: string,
  { reason, also }: z.infer<typeof revokeSchema>,
): boolean {
  if (findPerson(oid) === undefined) return false;
  for (const token of Object.values(context.state.refreshTokens)) {
    if (token.oid === oid) token.dead = reason;
  }
  if (reason === 65001) forgetConsent(context, oid);
  if (also === "access") {
    context.state.accessGenerations[oid] = (context.state.accessGenerations[oid] ?? 0) + 1;
  }
  context.changed();
  return true;
}

/** The tokens that a sign-in with consent would have given. */
async function grant(context: Context, oid: string, scopes: string[]): Promise<Answer | null> {
  const person = findPerson(oid);
  if (person === undefined) return null;
  const { openId, graph, unknown } = parseScopes(scopes.join(" "));
  if (unknown.length > 0) return json(400, { problem: `Unknown scopes: ${unknown.join(" ")}` });
  const granted = [...openId, ...graph];
  // The refresh token came with this one.
  addConsent(context, oid, [...granted, "offline_access"]);
  return json(200, {
    accessToken: await mintAccessToken(context, person, granted),
    refreshToken: mintRefreshToken(context, oid),
    expiresIn: context.settings.accessTokenSeconds,
    scopes: granted,
  });
}

function registrants(context: Context) {
  const enabled = (meeting: Meeting) => meeting.registration !== null;
  return Object.values(context.state.meetings)
    .filter(enabled)
    .map(({ id, organizer, subject, registration }) => ({
      meetingId: id,
      organizer,
      subject,
      ...registration,
    }));
}
