import type { Translate } from "@/lib/i18n/translator";
import type { BounceWatch } from "@/lib/registrations/bounce-sources";

/** What Usher can know of mails that don't arrive, in sentences. */
export function sayBounces(
  { mailbox, provider }: BounceWatch,
  timeOf: (at: string) => string,
  t: Translate<"letters">,
): string[] {
  const time = (at: Date) => ({ time: timeOf(at.toISOString()) });
  const said = [t("bounces.refused")];
  if (!mailbox && !provider) said.push(t("bounces.unknown"));
  if (mailbox?.troubleSince) said.push(t("bounces.trouble", time(mailbox.troubleSince)));
  else if (mailbox?.readAt) said.push(t("bounces.mailbox", time(mailbox.readAt)));
  else if (mailbox) said.push(t("bounces.mailboxUnread"));
  if (provider?.toldAt) said.push(t("bounces.provider", time(provider.toldAt)));
  else if (provider) said.push(t("bounces.providerUntold"));
  return said;
}
