import { randomBytes } from "node:crypto";

/** An address from a title: `Élan: the tide` → `elan-the-tide`; a title without Latin letters gets a random one. */
export function slugFrom(title: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßẞ]/g, "ss")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return words.length >= 3 ? words : `event-${randomTail()}`;
}

/** Six characters that make a taken address free. */
export function randomTail(): string {
  return randomBytes(4).readUInt32BE().toString(36).padStart(6, "0").slice(-6);
}
