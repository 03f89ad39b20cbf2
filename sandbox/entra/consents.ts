import type { Context } from "../context.ts";
import type { Person } from "../people.ts";

export function consentedScopes(context: Context, oid: string): string[] {
  return context.state.consents[`${context.clientId}.${oid}`] ?? [];
}

export function missingConsents(context: Context, person: Person, scopes: string[]): string[] {
  const given = consentedScopes(context, person.oid);
  return scopes.filter((scope) => !given.includes(scope));
}

export function addConsent(context: Context, oid: string, scopes: string[]): void {
  const all = new Set([...consentedScopes(context, oid), ...scopes]);
  context.state.consents[`${context.clientId}.${oid}`] = [...all];
  context.changed();
}

export function forgetConsent(context: Context, oid: string): void {
  delete context.state.consents[`${context.clientId}.${oid}`];
  context.changed();
}
