import { cookies } from "next/headers";
import type { z } from "zod";
import { env } from "@/lib/env";
import { open, SealError, seal } from "@/lib/seal";

const FIFTEEN_MINUTES = 15 * 60;

/**
 * A short note to ourselves, carried by the browser over to Microsoft and back: sealed, so that it
 * can be neither read nor made up, and bound to its name. It goes to next-auth's routes only.
 */
export interface SealedCookie<T> {
  name: string;
  shape: z.ZodType<T>;
}

export async function setSealed<T>(cookie: SealedCookie<T>, value: T): Promise<void> {
  const note = JSON.stringify({
    value,
    until: Date.now() + FIFTEEN_MINUTES * 1_000,
  });
  (await cookies()).set(cookie.name, seal(note, aad(cookie)), {
    httpOnly: true,
    sameSite: "lax",
    secure: env().publicUrl.startsWith("https:"),
    path: "/api/auth",
    maxAge: FIFTEEN_MINUTES,
  });
}

export async function dropSealed(cookie: SealedCookie<unknown>): Promise<void> {
  (await cookies()).set(cookie.name, "", { path: "/api/auth", maxAge: 0 });
}

/** What the browser brought back; null without it, or when it is too old or not ours. */
export async function readSealed<T>(cookie: SealedCookie<T>): Promise<T | null> {
  const sealed = (await cookies()).get(cookie.name)?.value;
  if (!sealed) return null;
  try {
    const note = JSON.parse(open(sealed, aad(cookie))) as {
      value: unknown;
      until: number;
    };
    return note.until > Date.now() ? cookie.shape.parse(note.value) : null;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function aad(cookie: SealedCookie<unknown>): string {
  return `cookie:${cookie.name}`;
}
