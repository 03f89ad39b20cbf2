import { createHash, randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import type { SignInRequest } from "./providers";
import { runNextAuth } from "./run-next-auth";

/**
 * POSTs to next-auth from a server action, so that signing in and out needs no JavaScript, and
 * answers with the address to go to. next-auth wants its CSRF cookie and token, which a page can't
 * set: both are made here (Next has checked the Origin of the action's own POST).
 */
export async function postNextAuth(
  path: string[],
  callbackUrl: string,
  wanted: SignInRequest = {},
): Promise<string> {
  const { publicUrl, authSecret } = env();
  const jar = await cookies();
  const secure = publicUrl.startsWith("https:");
  const token = randomBytes(32).toString("hex");
  const proof = createHash("sha256").update(`${token}${authSecret}`).digest("hex");
  jar.set(`${secure ? "__Host-" : ""}next-auth.csrf-token`, `${token}|${proof}`, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure,
  });
  const request = new NextRequest(`${publicUrl}/api/auth/${path.join("/")}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken: token, callbackUrl }).toString(),
  });
  const answer = await runNextAuth(request, path, wanted);
  const set = new NextResponse(null, {
    headers: answer.headers,
  }).cookies.getAll();
  for (const { name, value, ...attributes } of set) {
    // Next's reader of Set-Cookie drops `Max-Age=0`, which is how next-auth takes one away.
    jar.set(name, value, value === "" ? { ...attributes, maxAge: 0 } : attributes);
  }
  return answer.headers.get("location") ?? "/sign-in?problem=try-again";
}
