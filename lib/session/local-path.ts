/** A path of our own to go to, or null: never an address elsewhere, however it is written. */
export function localPath(value: unknown): string | null {
  if (typeof value !== "string" || !/^\/(?![/\\])[\x21-\x7e]*$/.test(value)) return null;
  const base = "http://usher.invalid";
  const url = URL.parse(value, base);
  if (url?.origin !== base || url.pathname.startsWith("/api/")) return null;
  return `${url.pathname}${url.search}`;
}
