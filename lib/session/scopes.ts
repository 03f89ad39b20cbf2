import { isGranted } from "@/lib/graph/scopes";

/** What a feature needs beyond the sign-in's own scopes; asked for when it is first used. */
export const FEATURE_SCOPES = {
  "calendar-write": "Calendars.ReadWrite",
  webinars: "VirtualEvent.Read",
  "mail-send": "Mail.Send",
} as const;

export type Feature = keyof typeof FEATURE_SCOPES;

export function isFeature(value: unknown): value is Feature {
  return typeof value === "string" && Object.hasOwn(FEATURE_SCOPES, value);
}

const SIGN_IN = ["openid", "profile", "email"];

/**
 * An attendee only says who they are: no consent to anything of theirs, no refresh token. (What the
 * operator may have them asked for besides is lib/enrolment/attendee-scope.ts.)
 */
export const ATTENDEE_SCOPE = SIGN_IN.join(" ");

/**
 * Without these Usher can do nothing for an organizer. `calendarScope` is `Calendars.ReadBasic`
 * unless the operator set ENTRA_CALENDAR_SCOPE.
 */
export function neededScopes(calendarScope: string): string[] {
  return ["OnlineMeetings.ReadWrite", calendarScope];
}

/** The `scope` parameter of an organizer's sign-in. */
export function organizerScope(calendarScope: string, extra: string[] = []): string {
  const scopes = [...SIGN_IN, "offline_access", ...neededScopes(calendarScope), ...extra];
  return [...new Set(scopes)].join(" ");
}

export function lacksScopes(granted: string[], calendarScope: string): boolean {
  return !neededScopes(calendarScope).every((scope) => isGranted(granted, scope));
}
