import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";
import { GiveUp } from "@/lib/jobs/faults";
import { handle } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { connectionMail } from "@/lib/mail/connection-letter";
import { messageHost } from "@/lib/mail/header-text";
import { mailLaneFault } from "@/lib/mail/lane-fault";
import { send } from "@/lib/mail/transport";
import { countWaiting, findBroken, findZone } from "./queries";
import { tellBroken } from "./tell-broken";

export const tellBrokenHandler = handle(tellBroken, async ({ personId, toPersonId, brokenAt }) => {
  const broken = await findBroken(db(), personId, toPersonId);
  if (broken?.brokenAt?.toISOString() !== brokenAt) return;
  if (!broken.email) {
    log.warn({ personId: toPersonId }, "somebody whose connection broke has no address");
    return;
  }
  const own = toPersonId === personId;
  const { publicUrl, mailFrom } = env();
  const message = await connectionMail({
    to: { name: broken.name, address: broken.email },
    locale: asLocale(broken.locale),
    organizer: own ? null : broken.organizer,
    since: broken.brokenAt,
    zone: (await findZone(db(), personId)) ?? "UTC",
    reason: broken.reason ?? "interaction",
    waiting: await countWaiting(db(), personId),
    url: own ? `${publicUrl}/dashboard/connection` : `${publicUrl}/dashboard`,
    messageId: `<broken.${personId}.${broken.brokenAt.getTime()}.${toPersonId}@${messageHost(mailFrom)}>`,
  });
  const answer = await send(message).catch((error: unknown) => {
    throw mailLaneFault(error);
  });
  if (answer.kind === "refused")
    throw new GiveUp(`The organizer's mailbox refused it (${answer.reason}).`);
});
