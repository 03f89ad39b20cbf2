/** What a sealed token is bound to: one moved to another row does not open. */
export function connectionSecret(personId: string, which: "refresh" | "access"): string {
  return `connection:${personId}:${which}`;
}
