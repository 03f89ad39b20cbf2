import { MAIL_KINDS, type MailKind } from "@/lib/db/schema";

/** `value` when it is a kind of mail that there is, else null. It comes from the outside. */
export function asKind(value: unknown): MailKind | null {
  return MAIL_KINDS.find((kind) => kind === value) ?? null;
}
