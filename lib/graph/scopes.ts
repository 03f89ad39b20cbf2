/** What every sign-in of OpenID Connect asks; no permission at Graph. */
const OF_SIGN_IN = new Set(["openid", "profile", "email", "offline_access"]);

/**
 * Granted scopes by their short names (`OnlineMeetings.ReadWrite`): Entra answers with or without
 * Graph's address before them, in any case.
 */
export function shortScopes(granted: string): string[] {
  const names = granted.split(/\s+/).map((scope) => scope.replace(/^https?:\/\/[^/]+\//i, ""));
  return [...new Set(names)].filter((name) => name && !OF_SIGN_IN.has(name.toLowerCase()));
}

/** Wider scopes that hold a narrower one. */
const HELD_BY: Record<string, string[]> = {
  "calendars.readbasic": ["calendars.read", "calendars.readwrite"],
  "calendars.read": ["calendars.readwrite"],
  "onlinemeetings.read": ["onlinemeetings.readwrite"],
  "virtualevent.read": ["virtualevent.readwrite"],
};

/** Whether what was granted covers this scope, by itself or by a wider one. */
export function isGranted(granted: string[], scope: string): boolean {
  const wanted = scope.toLowerCase();
  const enough = [wanted, ...(HELD_BY[wanted] ?? [])];
  return granted.some((name) => enough.includes(name.toLowerCase()));
}
