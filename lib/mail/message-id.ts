import type { MailKind } from "@/lib/db/schema";

/** A header of ours with the Message-ID: some providers give each mail another one on its way out. */
export const OWN_ID_HEADER = "X-Usher-Mail";

/** The Message-ID of a mail to an attendee. Its row's id is random: whoever names it has the mail. */
export function messageIdOf(kind: MailKind, mailId: string, host: string): string {
  return `<${kind}.${mailId}@${host}>`;
}

const OWN_ID = /^<?[a-z_]+\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:@[^\s<>]+)?>?$/i;

/** The mail that an id of ours names; null: it isn't one. */
export function mailIdIn(id: string): string | null {
  return OWN_ID.exec(id.trim())?.[1]?.toLowerCase() ?? null;
}

/** What the envelope calls a mail (RFC 3461): its Message-ID without the host, as it is to be short. */
export function envelopeIdOf(messageId: string): string {
  return messageId.replace(/^<|@.*$/g, "");
}
