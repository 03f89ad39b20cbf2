import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";

/** A key of this purpose's own, so that what is signed for one thing is nothing elsewhere. */
export function keyFor(purpose: "stamp" | "challenge" | "tally" | "health"): string {
  return createHmac("sha256", env().authSecret).update(`usher.guard.${purpose}`).digest("hex");
}

/** Signs a text: 22 characters of base64url. */
export function sign(purpose: "stamp" | "tally" | "health", text: string): string {
  return createHmac("sha256", keyFor(purpose)).update(text).digest("base64url").slice(0, 22);
}

/** Is that its signature? */
export function isSigned(purpose: "stamp" | "health", text: string, signature: string): boolean {
  const wanted = Buffer.from(sign(purpose, text));
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
