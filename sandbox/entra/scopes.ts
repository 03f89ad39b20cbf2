/** Scopes as they are asked for, kept and named again. */

const openIdScopes = ["openid", "profile", "email", "offline_access"];

const graphScopes: Record<string, string> = {
  "User.Read": "Sign you in and read your profile",
  "OnlineMeetings.Read": "Read your online meetings",
  "OnlineMeetings.ReadWrite": "Read and create your online meetings, and register people for them",
  "Calendars.ReadBasic": "Read the basic details of events in your calendars",
  "Calendars.Read": "Read your calendars",
  "Calendars.ReadWrite": "Have full access to your calendars",
  "Mail.Send": "Send mail as you",
  "OnlineMeetingArtifact.Read.All":
    "Read artifacts of your online meetings, such as attendance reports",
  "VirtualEvent.Read": "Read your virtual events",
  "VirtualEvent.ReadWrite": "Read and write your virtual events",
};

/** All that an app can be given, as its registration would list it. */
export const delegatedScopes = [...openIdScopes, ...Object.keys(graphScopes)];

const byLowerCase = new Map(delegatedScopes.map((scope) => [scope.toLowerCase(), scope]));
const GRAPH_PREFIX = "https://graph.microsoft.com/";

export interface AskedScopes {
  openId: string[];
  graph: string[];
  /** `.default`: whatever was consented to. */
  isDefault: boolean;
  unknown: string[];
}

export function parseScopes(text: string): AskedScopes {
  const asked: AskedScopes = { openId: [], graph: [], isDefault: false, unknown: [] };
  for (const word of new Set(text.split(/\s+/).filter(Boolean))) {
    const prefixed = word.toLowerCase().startsWith(GRAPH_PREFIX);
    const name = prefixed ? word.slice(GRAPH_PREFIX.length) : word;
    const scope = byLowerCase.get(name.toLowerCase());
    if (name === ".default" && prefixed) asked.isDefault = true;
    else if (scope === undefined) asked.unknown.push(word);
    else if (openIdScopes.includes(scope)) asked.openId.push(scope);
    else asked.graph.push(scope);
  }
  return asked;
}

export function describeScopes(scopes: string[]): string[] {
  const words = scopes.flatMap((scope) => graphScopes[scope] ?? []);
  if (scopes.some((scope) => ["openid", "profile", "email"].includes(scope))) {
    words.unshift("View your basic profile");
  }
  if (scopes.includes("offline_access")) {
    words.push("Maintain access to data you have given it access to");
  }
  return words;
}

/** `offline_access` is never named in an answer: the refresh token says it. */
export function scopeAnswer(scopes: string[], form: "short" | "full"): string {
  return scopes
    .filter((scope) => scope !== "offline_access")
    .map((scope) => (form === "full" && scope in graphScopes ? GRAPH_PREFIX + scope : scope))
    .join(" ");
}
