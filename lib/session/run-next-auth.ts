import { type NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { env } from "@/lib/env";
import { attendeeEvent } from "./attendee-event";
import { localPath } from "./local-path";
import { authOptions } from "./options";
import { isProblem, type Problem, problemOfEntra, problemPath, type Trouble } from "./problems";
import { ATTENDEE_PROVIDER, type SignInRequest } from "./providers";
import { readSealed } from "./sealed-cookie";
import { recordTrouble } from "./trouble";

/**
 * Hands a request to next-auth and turns its errors into a sentence for the reader: next-auth
 * itself says no more than `?error=Callback`. `path` is what follows `/api/auth/`.
 */
export async function runNextAuth(
  request: NextRequest,
  path: string[],
  wanted: SignInRequest = {},
): Promise<Response> {
  const [action, provider] = path;
  const isAttendee = provider === ATTENDEE_PROVIDER;
  const back = wanted.back ?? cameFrom(request);
  if (request.method === "GET" && action === "callback") {
    const answered = entraAnswer(request.nextUrl.searchParams);
    if (answered === "consented") return goTo("/sign-in?notice=consented");
    if (answered) return goTo(await troublePath(answered, back, isAttendee));
  }
  const event = isAttendee ? await readSealed(attendeeEvent) : null;
  const options = authOptions({ attendeeTenant: event?.tid, ...wanted });
  const context = { params: Promise.resolve({ nextauth: path }) };
  const { result, trouble } = await recordTrouble<Response>(() =>
    NextAuth(request as never, context as never, options),
  );
  const location = result.headers.get("location");
  const refused = refusalOf(location);
  if (refused && !isAttendee)
    result.headers.set("location", problemPath(refused.problem, back, refused.tenant));
  const error = errorOf(location);
  if (!error) return result;
  const found = trouble ?? {
    problem: BY_NEXT_AUTH[error] ?? "try-again",
    code: null,
  };
  result.headers.set("location", await troublePath(found, back, isAttendee));
  return result;
}

const BY_NEXT_AUTH: Record<string, Trouble["problem"]> = {
  OAuthSignin: "entra-down",
  OAuthCallback: "start-again",
  Configuration: "set-up",
  AccessDenied: "not-organizer",
};

/** What Entra sent back with the browser instead of a code. */
function entraAnswer(query: URLSearchParams): Trouble | "consented" | null {
  const error = query.get("error");
  if (error) return problemOfEntra(error, query.get("error_description"));
  // An administrator's approval comes back here too, without a code.
  return query.get("admin_consent")?.toLowerCase() === "true" && !query.has("code")
    ? "consented"
    : null;
}

/** What our own signIn callback refused somebody for. */
function refusalOf(location: string | null): { problem: Problem; tenant: string | null } | null {
  const url = location?.startsWith("/sign-in?") ? URL.parse(location, env().publicUrl) : null;
  const problem = url?.searchParams.get("problem");
  return isProblem(problem) ? { problem, tenant: url?.searchParams.get("tenant") ?? null } : null;
}

/** next-auth's error, when that is where it sends the reader. */
function errorOf(location: string | null): string | null {
  const url = location ? URL.parse(location, env().publicUrl) : null;
  if (url?.origin !== env().publicUrl) return null;
  const isError = url.pathname === "/api/auth/error" || url.pathname === "/sign-in";
  return isError ? url.searchParams.get("error") : null;
}

async function troublePath(
  trouble: Trouble,
  back: string | null,
  isAttendee: boolean,
): Promise<string> {
  if (!isAttendee) return problemPath(trouble, back);
  const event = await readSealed(attendeeEvent);
  if (!event) return problemPath("attendee-start-again");
  const source = event.query.replace("?", "&");
  const { problem } = trouble;
  const said = event.scope && LESS_HELPS.includes(problem) ? "ask-less" : attendeeProblem(problem);
  return `/e/${event.slug}/register?problem=${said}${source}`;
}

/** What an attendee was asked for beyond who they are may be why: they go on without it. */
const LESS_HELPS: Problem[] = ["declined", "admin-consent", "blocked", "set-up", "try-again"];

/** The event page has fewer sentences: most troubles of organizers mean nothing to an attendee. */
function attendeeProblem(problem: Problem): string {
  switch (problem) {
    case "declined":
    case "entra-down":
    case "blocked":
      return problem;
    // Nothing that the attendee could do otherwise the next time.
    case "set-up":
    case "clock":
      return "entra-down";
    case "wrong-tenant":
    case "unlisted-tenant":
    case "personal-account":
    case "not-organizer":
      return "other-organization";
    case "admin-consent":
      return "admin-consent";
    default:
      return "start-again";
  }
}

/** Where they wanted to go, which next-auth keeps in a cookie of its own. */
function cameFrom(request: NextRequest): string | null {
  const secure = env().publicUrl.startsWith("https:");
  const kept = request.cookies.get(`${secure ? "__Secure-" : ""}next-auth.callback-url`)?.value;
  const url = kept ? URL.parse(kept, env().publicUrl) : null;
  if (url?.origin !== env().publicUrl || url.pathname === "/") return null;
  return localPath(`${url.pathname}${url.search}`);
}

function goTo(path: string): Response {
  return new NextResponse(null, { status: 303, headers: { location: path } });
}
