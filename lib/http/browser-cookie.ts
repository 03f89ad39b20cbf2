import { newSecret } from "@/lib/seal";
import { readCookie } from "./cookies";

/** Cookie by which the browser that signed up gets its own pass again; set on event pages. */
export const BROWSER_COOKIE = "usher-browser";

const HALF_A_YEAR = 180 * 24 * 60 * 60;
const SECRET = /^[A-Za-z0-9_-]{22}$/;

/** The Set-Cookie that gives this browser a secret of its own, or null when it has one. */
export function newBrowserCookie(cookies: string | undefined, secure: boolean): string | null {
  if (SECRET.test(readCookie(cookies, BROWSER_COOKIE) ?? "")) return null;
  return [
    `${BROWSER_COOKIE}=${newSecret()}`,
    "Path=/e",
    `Max-Age=${HALF_A_YEAR}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(secure ? ["Secure"] : []),
  ].join("; ");
}
