"use server";
import { cookies } from "next/headers";
import { requirePerson } from "@/lib/session/require-person";
import { THEME_COOKIE, themeOf } from "./theme";

const YEAR_S = 365 * 24 * 60 * 60;

/** Keeps the look this browser wants; `system` forgets it. The desk's layout reads it. */
export async function setThemeAction(form: FormData): Promise<void> {
  await requirePerson();
  const jar = await cookies();
  const theme = themeOf(form.get("theme"));
  if (theme === "system") jar.delete(THEME_COOKIE);
  else jar.set(THEME_COOKIE, theme, { path: "/", maxAge: YEAR_S, sameSite: "lax", httpOnly: true });
}
