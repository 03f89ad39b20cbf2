"use server";

import { redirect } from "next/navigation";
import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { findClaims, findConnection } from "@/lib/organizers/queries";
import { currentPerson } from "@/lib/session/current-person";
import { localPath } from "@/lib/session/local-path";
import { postNextAuth } from "@/lib/session/post-next-auth";
import { isProblem } from "@/lib/session/problems";
import { ORGANIZER_PROVIDER } from "@/lib/session/providers";
import { reconnectTarget } from "@/lib/session/reconnect-target";
import { FEATURE_SCOPES, isFeature, organizerScope } from "@/lib/session/scopes";
import { dropSealed, setSealed } from "@/lib/session/sealed-cookie";

/**
 * Sends the reader to Microsoft, with or without JavaScript. Fields, all optional: `from` (path to
 * come back to), `feature` (asks for its permission too), `reconnect` (any value: only the person
 * who is signed in may come back), `problem` (what went wrong the last time).
 */
export async function signInAction(form: FormData): Promise<void> {
  const feature = form.get("feature");
  const extra = isFeature(feature) ? [FEATURE_SCOPES[feature]] : [];
  const reconnecting = form.has("reconnect") || extra.length > 0;
  const authorization = {
    ...(reconnecting ? await reconnectParams(extra) : await plainParams()),
    ...(needsConsent(form.get("problem")) && { prompt: "consent" }),
  };
  const back = localPath(form.get("from")) ?? "/dashboard";
  redirect(await postNextAuth(["signin", ORGANIZER_PROVIDER], back, { authorization, back }));
}

/** Ends this session here and in the database, whatever else carries its cookie. */
export async function signOutAction(): Promise<void> {
  redirect(await postNextAuth(["signout"], "/sign-in?notice=signed-out"));
}

type Params = Record<string, string | undefined>;

async function plainParams(): Promise<Params> {
  await dropSealed(reconnectTarget);
  return {};
}

/** The same person again, with all that was granted before and what Microsoft wants proved. */
async function reconnectParams(extra: string[]): Promise<Params> {
  const person = await currentPerson();
  if (!person) return { scope: organizerScope(env().calendarScope, extra) };
  await setSealed(reconnectTarget, { tid: person.tid, oid: person.oid });
  const [connection, claims] = await Promise.all([
    findConnection(db(), person.id),
    findClaims(db(), person.id),
  ]);
  const granted = connection?.scopes.split(" ").filter(Boolean) ?? [];
  const known = Object.values(FEATURE_SCOPES).filter((scope) => granted.includes(scope));
  return {
    scope: organizerScope(env().calendarScope, [...known, ...extra]),
    // Known already: no account picker, straight to what Microsoft still wants.
    ...(person.email && { login_hint: person.email, prompt: undefined }),
    ...(claims && { claims }),
  };
}

/** Microsoft asks nobody again who has answered, unless told to. */
function needsConsent(problem: unknown): boolean {
  return isProblem(problem) && ["declined", "missing-scopes", "no-refresh-token"].includes(problem);
}
