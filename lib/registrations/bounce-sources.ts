import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { mailboxName } from "@/lib/mail/bounces/mailbox-name";
import type { MailboxPosition } from "@/lib/mail/bounces/read-mailbox";

/** What Usher can know of mails that come back after the mail server took them. */
export interface BounceWatch {
  /** Null: no return mailbox is set up. */
  mailbox: { readAt: Date | null; troubleSince: Date | null } | null;
  /** Null: no provider is set up to tell. */
  provider: { toldAt: Date | null } | null;
}

/** Where Usher hears of them, and how that stands. */
export async function readBounceWatch(): Promise<BounceWatch> {
  const { bounceImapUrl, mailEvents } = env();
  if (bounceImapUrl === null && mailEvents === null) return { mailbox: null, provider: null };
  const rows = await db()
    .selectFrom("bounce_sources")
    .select(["name", "mailbox", "heard_at as heardAt", "trouble_at as troubleAt"])
    .execute();
  const of = (name: "mailbox" | "provider") => rows.find((row) => row.name === name);
  const mailbox = of("mailbox");
  const isSame = bounceImapUrl !== null && mailbox?.mailbox === mailboxName(bounceImapUrl);
  return {
    mailbox:
      bounceImapUrl === null
        ? null
        : {
            readAt: (isSame && mailbox?.heardAt) || null,
            troubleSince: (isSame && mailbox?.troubleAt) || null,
          },
    provider: mailEvents === null ? null : { toldAt: of("provider")?.heardAt ?? null },
  };
}

/** Up to where the mailbox was read. */
export async function readPosition(mailbox: string): Promise<MailboxPosition | null> {
  const row = await db()
    .selectFrom("bounce_sources")
    .select(["uid_validity as validity", "last_uid as uid"])
    .where("name", "=", "mailbox")
    .where("mailbox", "=", mailbox)
    .executeTakeFirst();
  return row?.validity && row.uid ? { validity: row.validity, uid: Number(row.uid) } : null;
}

/** The mailbox was read, up to there. */
export async function keepPosition(
  mailbox: string,
  { validity, uid }: MailboxPosition,
  now: Date,
): Promise<void> {
  const row = {
    mailbox,
    heard_at: now,
    trouble: null,
    trouble_at: null,
    uid_validity: validity,
    last_uid: String(uid),
  };
  await db()
    .insertInto("bounce_sources")
    .values({ name: "mailbox", ...row })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
    .execute();
}

/** It can't be read; since when is kept while it stays so. */
export async function keepTrouble(mailbox: string, trouble: string, now: Date): Promise<void> {
  const isSame = sql`held.mailbox = excluded.mailbox`;
  await sql`
    insert into bounce_sources as held (name, mailbox, trouble, trouble_at)
    values ('mailbox', ${mailbox}, ${trouble}, ${now})
    on conflict (name) do update set
      mailbox = excluded.mailbox, trouble = excluded.trouble,
      trouble_at = coalesce(case when ${isSame} then held.trouble_at end, excluded.trouble_at),
      heard_at = case when ${isSame} then held.heard_at end,
      uid_validity = case when ${isSame} then held.uid_validity end,
      last_uid = case when ${isSame} then held.last_uid end`.execute(db());
}

/** The provider told something. */
export async function keepTold(now: Date): Promise<void> {
  await db()
    .insertInto("bounce_sources")
    .values({ name: "provider", heard_at: now })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ heard_at: now }))
    .execute();
}
