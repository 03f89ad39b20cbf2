import { RegistrationForm } from "@/components/event/registration-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Icon } from "@/components/ui/icon";
import type { PublicPage } from "@/lib/events/read-page";
import { cachedStamp } from "@/lib/guard/stamp";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { attendeeSignIn } from "../../../(auth)/attendee-sign-in";
import { registerAction } from "./actions";

/** Below the tear while sign-ups are taken: the form, or the way to say who one is first. */
export function OpenCardBody({ page, locale }: { page: PublicPage; locale: Locale }) {
  return page.audience === "organization" ? (
    <MembersSignIn page={page} locale={locale} />
  ) : (
    <RegistrationForm
      event={page}
      locale={locale}
      action={registerAction}
      stamp={cachedStamp(page.slug, new Date())}
    />
  );
}

/**
 * For members of the host's organization. `less`: they or their administrator said no to more than who
 * they are, so it isn't asked for again.
 */
export function MembersSignIn({
  page,
  locale,
  less = false,
}: {
  page: Pick<PublicPage, "slug" | "asAttendee">;
  locale: Locale;
  less?: boolean;
}) {
  const t = translator(locale, "public");
  return (
    <form className="stack" action={attendeeSignIn}>
      <input type="hidden" name="slug" value={page.slug} />
      {less ? <input type="hidden" name="less" value="on" /> : null}
      <p>{t("card.members.text")}</p>
      {page.asAttendee && !less ? <p>{t("card.members.asYou")}</p> : null}
      <SubmitButton variant="primary" size="large" block>
        <Icon name="lock" />
        {t("card.members.signIn")}
      </SubmitButton>
      <p className="fine">{t("card.members.fine")}</p>
    </form>
  );
}
