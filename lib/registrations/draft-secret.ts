/** What a sealed draft is bound to: the hash of its secret, or the slug for one in a cookie. */
export function draftSecret(holder: string): string {
  return `draft:${holder}`;
}
