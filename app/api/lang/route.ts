import { env } from "@/lib/env";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";

const YEAR_SECONDS = 365 * 24 * 60 * 60;
/** The form sends a dozen bytes. */
const LONGEST = 1_000;

/** The footer's language switch: keeps the choice and leads back to the page it was made on. */
export async function POST(request: Request): Promise<Response> {
  const headers = new Headers({ location: comingFrom(request) });
  const chosen = await chosenLanguage(request);
  if (isLocale(chosen)) {
    const secure = env().publicUrl.startsWith("https:") ? "; Secure" : "";
    headers.set(
      "set-cookie",
      `${LOCALE_COOKIE}=${chosen}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`,
    );
  }
  return new Response(null, { status: 303, headers });
}

async function chosenLanguage(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY) > LONGEST)
    return null;
  try {
    return (await request.formData()).get("lang");
  } catch {
    return null;
  }
}

/** Path of the page that sent the form; the front page when another site did, or nothing says. */
function comingFrom(request: Request): string {
  const referrer = URL.parse(request.headers.get("referer") ?? "");
  if (!referrer || referrer.host !== request.headers.get("host")) return "/";
  // One slash only: "//elsewhere.example" would lead to another site.
  return referrer.pathname.replace(/^\/+/, "/") + referrer.search;
}
