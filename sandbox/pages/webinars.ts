import type { Context } from "../context.ts";
import { decide } from "../graph/webinars/control.ts";
import { ianaName } from "../graph/zones.ts";
import { type Answer, type Call, redirectTo, segmentsOf } from "../http.ts";
import type { RegistrationStatus, Webinar, WebinarAnswer, WebinarRegistration } from "../model.ts";
import { findPerson } from "../people.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";

const STATUS: Record<RegistrationStatus, string> = {
  registered: "Registered",
  canceled: "Cancelled",
  waitlisted: "On the waitlist",
  pendingApproval: "Waits for approval",
  rejectedByOrganizer: "Declined",
};
/** What its organizer may do about somebody in Teams. */
const DECISIONS: { status: RegistrationStatus; label: string }[] = [
  { status: "registered", label: "Let in" },
  { status: "rejectedByOrganizer", label: "Decline" },
];

/** The tenants' webinars with who is registered, as Teams shows them to their organizers. */
export async function webinars(context: Context, call: Call): Promise<Answer> {
  const [id, registrationId, status] = segmentsOf(call.path);
  if (call.method === "POST") return decideHere(context, [id, registrationId, status]);
  if (call.method !== "GET") return { status: 405, body: "" };
  if (id === undefined) return list(context);
  const webinar = context.state.webinars[id];
  return webinar === undefined ? missing(context) : show(context, webinar);
}

async function decideHere(
  context: Context,
  [id = "", registrationId = "", status]: (string | undefined)[],
): Promise<Answer> {
  const decision = DECISIONS.find((each) => each.status === status);
  const done = decision && (await decide(context, id, { registrationId, status: decision.status }));
  return done ? redirectTo(`/webinars/${encodeURIComponent(id)}`) : missing(context);
}

function list(context: Context): Answer {
  const all = Object.values(context.state.webinars).sort((a, b) => a.start.localeCompare(b.start));
  return page(context, {
    title: "Webinars",
    main: html`<h1>Webinars</h1>
<p class="quiet">As Teams keeps them. In Usher their organizers pick one under “New event”; whoever registers there is here a moment later.</p>
<ul class="plain messages">${all.map(
      (webinar) => html`<li><a href="/webinars/${encodeURIComponent(webinar.id)}">
<span class="subject">${webinar.displayName}</span>
${when(webinar)}
<span class="who">${organizerOf(webinar)} · ${stateOf(webinar)} · ${taken(webinar)} of ${webinar.capacity} registered</span></a></li>`,
    )}</ul>`,
  });
}

function show(context: Context, webinar: Webinar): Answer {
  const { displayName, questions, registrations } = webinar;
  return page(context, {
    title: displayName,
    main: html`<p><a href="/webinars">All webinars</a></p>
<h1>${displayName}</h1>
<dl class="headers">
<dt>When</dt><dd>${when(webinar)}</dd>
<dt>Organizer</dt><dd>${organizerOf(webinar)}</dd>
<dt>State</dt><dd>${stateOf(webinar)}</dd>
<dt>Takes</dt><dd>${webinar.capacity}${webinar.isWaitlistEnabled && html`, then a waitlist`}${webinar.isManualApprovalEnabled && html`, each approved by the organizer`}</dd>
<dt>Asks</dt><dd>${questions.length === 0 ? "Nothing but names and address" : questions.map(({ displayName: text, isRequired }, at) => html`${at > 0 && ", "}${text}${isRequired && " (required)"}`)}</dd>
</dl>
${registrations.length === 0 ? nobody() : people(webinar)}`,
  });
}

function nobody() {
  return html`<div class="card empty"><h2>Nobody yet</h2><p class="quiet">Publish its page in Usher and register there.</p></div>`;
}

function people(webinar: Webinar) {
  return html`<table>
<thead><tr><th>Who</th><th>Status</th><th>Answers</th></tr></thead>
<tbody>${webinar.registrations.map(
    (registration) => html`<tr>
<td>${registration.firstName} ${registration.lastName}<br><span class="quiet">${registration.email}</span></td>
<td>${STATUS[registration.status]}${decisions(webinar, registration)}</td>
<td>${registration.answers.map((answer) => html`${said(webinar, answer)}<br>`)}</td>
</tr>`,
  )}</tbody></table>`;
}

function decisions(webinar: Webinar, { id, status, firstName, lastName }: WebinarRegistration) {
  if (status !== "pendingApproval" && status !== "waitlisted") return html``;
  return html`<div class="actions">${DECISIONS.map(
    (decision) =>
      html`<form method="post" action="/webinars/${encodeURIComponent(webinar.id)}/${id}/${decision.status}"><button class="button second" aria-label="${decision.label}: ${firstName} ${lastName}">${decision.label}</button></form>`,
  )}</div>`;
}

function said(
  { questions }: Webinar,
  { questionId, value, booleanValue, multiChoiceValues }: WebinarAnswer,
) {
  const asked = questions.find(({ id }) => id === questionId)?.displayName ?? questionId;
  const yesOrNo = booleanValue === null ? "" : booleanValue ? "yes" : "no";
  return html`<span class="quiet">${asked}</span> ${value ?? (yesOrNo || multiChoiceValues.join(", "))}`;
}

function taken({ registrations }: Webinar): number {
  return registrations.filter(({ status }) => status === "registered").length;
}

function organizerOf({ organizer }: Webinar): string {
  return findPerson(organizer)?.name ?? organizer;
}

function stateOf({ status }: Webinar): string {
  return { draft: "not published", published: "published", canceled: "cancelled" }[status];
}

function when({ start, zone }: Webinar) {
  const text = new Date(start).toLocaleString("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: ianaName(zone) ?? "UTC",
  });
  return html`<time datetime="${start}">${text}</time>`;
}

function missing(context: Context): Answer {
  return page(context, {
    title: "Not here",
    status: 404,
    main: html`<h1>There is no such webinar</h1><p><a href="/webinars">All webinars</a></p>`,
  });
}
