import { randomBytes } from "node:crypto";

/** An authorization code: good once, for a minute, for whom it was made. Kept in memory. */
export interface Code {
  oid: string;
  clientId: string;
  redirectUri: string;
  challenge: string;
  scopes: string[];
  nonce: string | null;
  expiresAt: number;
  redeemed: boolean;
}

const LIFETIME_MS = 60_000;
const codes = new Map<string, Code>();

export function issueCode(code: Omit<Code, "expiresAt" | "redeemed">): string {
  for (const [text, kept] of codes)
    if (kept.expiresAt < Date.now() - LIFETIME_MS) codes.delete(text);
  const text = `1.AX${randomBytes(16).toString("base64url")}.${randomBytes(240).toString("base64url")}`;
  codes.set(text, { ...code, expiresAt: Date.now() + LIFETIME_MS, redeemed: false });
  return text;
}

export function findCode(text: string): Code | undefined {
  return codes.get(text);
}
