import { createHash, randomBytes } from "node:crypto";

/** Crockford's: no letter is taken for a digit or for another letter. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Of five bits each: sixty bits, which nobody guesses over the network. */
const LENGTH = 12;
const WHOLE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new code, as it is kept: letters and digits only. */
export function newCode(): string {
  return Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** A code as people read it: `K7QM-2XPD-9HTR`. */
export function showCode(code: string): string {
  return code.match(/.{1,4}/g)?.join("-") ?? "";
}

/** The code that somebody typed, however they wrote it; null when it can be none. */
export function readCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return WHOLE.test(code) ? code : null;
}

/** By which an event's code is found. */
export function codeHash(eventId: string, code: string): string {
  return createHash("sha256").update(`${eventId}:${code}`).digest("base64url");
}

/** What a sealed code is bound to. */
export function codeSecret(id: string): string {
  return `invitation:${id}`;
}
