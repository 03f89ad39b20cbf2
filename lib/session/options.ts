import { cookies, headers } from "next/headers";
import type { Account, NextAuthOptions, Session } from "next-auth";
import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { shortScopes } from "@/lib/graph/scopes";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";
import { log } from "@/lib/log";
import { beginSession, SESSION_HOURS } from "@/lib/organizers/begin-session";
import type { Person } from "@/lib/organizers/person";
import { findPersonBySession } from "@/lib/organizers/queries";
import { revokeSession } from "@/lib/organizers/revoke-session";
import { administratorRole } from "./administrator-role";
import { admitOrganizer, isAdmittedTenant } from "./admit-organizer";
import { displayed, type IdentityClaims, identityClaims } from "./claims";
import { handOver } from "./hand-over";
import { problemPath } from "./problems";
import {
  ATTENDEE_PROVIDER,
  attendeeProvider,
  organizerProvider,
  type SignInRequest,
} from "./providers";
import { reconnectTarget } from "./reconnect-target";
import { neededScopes } from "./scopes";
import { readSealed } from "./sealed-cookie";
import { authLogger } from "./trouble";

/** What getServerSession answers: a person, or that the database could not be asked. */
export interface UsherSession extends Session {
  person?: Person;
  sessionId?: string;
  /** May they see the whole installation's check? */
  isAdministrator?: boolean;
  unavailable?: true;
}

/**
 * next-auth's options. The cookie holds the id of a row of `sessions` and nothing else; tokens go
 * to the database before it is issued.
 */
export function authOptions(request: SignInRequest = {}): NextAuthOptions {
  // What next-auth builds every address from, and does not take any other way.
  process.env.NEXTAUTH_URL ??= env().publicUrl;
  return {
    providers: [organizerProvider(request), attendeeProvider(request)],
    secret: env().authSecret,
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3_600 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    logger: authLogger,
    callbacks: {
      // What is thrown here lands in the address bar, so nothing is.
      async signIn({ account, profile }) {
        try {
          const claims = identityClaims.safeParse(profile).data;
          if (!claims || !account) return problemPath("try-again");
          if (account.provider === ATTENDEE_PROVIDER) return await handOver(claims, account);
          const problem = admitOrganizer(claims, account, env()) ?? (await otherPerson(claims));
          if (!problem) return true;
          return problemPath(problem, null, problem === "unlisted-tenant" ? claims.tid : null);
        } catch (error) {
          log.error({ err: error }, "a sign-in could not be decided");
          return problemPath("try-again");
        }
      },
      // `account` is there once, before the cookie is issued: a fault here issues none.
      async jwt({ token, account, profile }) {
        if (!account) return { sid: token.sid };
        const { sessionId } = await keepSignIn(identityClaims.parse(profile), account);
        return { sid: sessionId };
      },
      async session({ token }) {
        return toSession(token.sid);
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await revokeSession(db(), token.sid);
      },
    },
  };
}

async function otherPerson(claims: IdentityClaims) {
  const target = await readSealed(reconnectTarget);
  const isOther = target && (target.tid !== claims.tid || target.oid !== claims.oid);
  return isOther ? "other-person" : null;
}

async function keepSignIn(claims: IdentityClaims, account: Account) {
  const { access_token, refresh_token, expires_at, scope } = account;
  if (!access_token || !refresh_token) throw new Error("The sign-in brought no tokens.");
  const asked = neededScopes(env().calendarScope);
  return beginSession(
    {
      tid: claims.tid,
      oid: claims.oid,
      ...displayed(claims),
      locale: await readerLocale(),
    },
    {
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresIn: Math.max(0, (expires_at ?? 0) - Math.floor(Date.now() / 1_000)),
      scopes: scope ? shortScopes(scope) : asked,
    },
    administratorRole(claims, env()),
  );
}

/** The language of the page they came from, for mail to them. */
async function readerLocale(): Promise<string | null> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value ?? (await headers()).get("x-lang");
  return isLocale(chosen) ? chosen : null;
}

/** An empty session is next-auth's "nobody". */
async function toSession(sid: unknown): Promise<UsherSession> {
  if (typeof sid !== "string") return {} as UsherSession;
  try {
    const found = await findPersonBySession(db(), sid);
    // A tenant that was taken off the list is out at once, not when its sessions end.
    if (!found || !isAdmittedTenant(found.tid, env())) return {} as UsherSession;
    const { administratorRole: kept, ...person } = found;
    const held = { tid: person.tid, roles: kept === null ? [] : [kept] };
    const isAdministrator = administratorRole(held, env()) !== null;
    return { user: { name: person.name }, person, sessionId: sid, isAdministrator, expires: "" };
  } catch (error) {
    // Thrown, it would be taken for a damaged cookie, and the cookie be dropped.
    log.error({ err: error }, "a session could not be looked up");
    return { unavailable: true, expires: "" };
  }
}
