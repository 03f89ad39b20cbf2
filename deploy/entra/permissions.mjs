// What Usher asks of Microsoft Graph, by name; docs/entra.md says why, permission by permission.
// Ids are not written down anywhere: the tenant itself is asked for them.

export const REGISTRARS = ["external", "webinar", "direct"];

/** Asked at every organizer's sign-in, whatever the registrar: lib/session/scopes.ts. */
const SIGN_IN = ["openid", "profile", "email", "offline_access", "OnlineMeetings.ReadWrite"];

/** What attendees are asked for with --self-registration; the value of ENTRA_ATTENDEE_SCOPE. */
export const ATTENDEE_SCOPE = "VirtualEvent.ReadWrite";

/**
 * The permissions of an app registration, each `{ kind, name }`. Kinds are Entra's own words:
 * `Scope` is delegated (acts as somebody who signed in), `Role` is the application's own.
 */
export function neededPermissions({
  registrars,
  calendar,
  newMeetings,
  ownMailbox,
  selfRegistration,
}) {
  const scopes = [...SIGN_IN, calendar];
  const roles = [];
  if (selfRegistration) scopes.push(ATTENDEE_SCOPE);
  if (newMeetings) scopes.push("Calendars.ReadWrite");
  if (ownMailbox) scopes.push("Mail.Send");
  if (registrars.includes("webinar")) {
    scopes.push("VirtualEvent.Read");
    // An organizer's own token can't register others, so the application has to.
    roles.push("VirtualEventRegistration-Anon.ReadWrite.All", "VirtualEvent.Read.All");
  }
  return [
    ...scopes.map((name) => ({ kind: "Scope", name })),
    ...roles.map((name) => ({ kind: "Role", name })),
  ];
}
